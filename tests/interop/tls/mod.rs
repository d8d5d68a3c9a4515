//! Connections of the engine, judged by others: Wireshark reads what was
//! captured, and openssl, curl and Python talk to each end over a socket.

mod captures;
mod clients;
mod ends;
mod failing;
mod listeners;
mod sockets;
mod transcripts;
