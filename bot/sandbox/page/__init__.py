"""The workspace as a page in the browser, on the sandbox's own server.

It is put there by `mount`, the one module that the server imports, and only where a page is wanted: whoever
starts a sandbox without one needs none of the packages of this folder. `guide` says for whom it is.
"""
