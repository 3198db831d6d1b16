"""Letters under fire: real processes killed, a Slack that misbehaves, a database that goes away."""
