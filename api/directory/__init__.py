"""The host's directory of towns: where each town's own API is. The only dialect at the operator's own host.

It tells what every visitor of the towns' sites can see, and nothing of towns that are not served.
"""
