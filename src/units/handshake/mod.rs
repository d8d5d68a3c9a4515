//! The exhibits of a connection between a client and a server.

mod clients;
mod ends;
pub mod http;
pub mod https;
mod identity;
mod miniature;
mod outcome;
pub mod passing;
mod recipes;
mod settings;
mod transcript;
