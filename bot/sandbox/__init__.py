"""A Slack workspace on localhost that speaks Slack's own protocols. It knows nothing of any one bot."""
