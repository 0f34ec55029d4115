"""補正依頼: the office asks for parts of an application again, and only these open."""
