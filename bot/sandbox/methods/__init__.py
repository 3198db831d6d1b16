"""The Web API's methods, one file a subject. Each takes a `Call` and returns the answer without `ok`."""
