"""What pages share: the frame around them, lists, badges, parts."""
