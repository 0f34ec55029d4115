"""消費税等仕入控除税額報告: what of the grant's tax a group got back from the tax office."""
