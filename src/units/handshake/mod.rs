//! The exhibits of a connection between a client and a server.

pub mod https;
