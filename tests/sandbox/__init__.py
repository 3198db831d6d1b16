"""The sandbox workspace, tried from outside: over real sockets, with a real Bolt app where one is needed."""
