"""How soon the bot answers, beside a bot of a few lines that answers a constant over the same wire."""
