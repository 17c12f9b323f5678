//! Git Locksmith: the window, and with a subcommand the command line.

fn main() {}
