"""An operator's way into a town: granted with a reason, recorded on both sides, and over by itself.

The grant is a row of `public`. Entering makes an account in the town's own schema that ends with the grant, so that
the town sees who is there in its own record, and can show them out; the operator's password means nothing there.
"""
