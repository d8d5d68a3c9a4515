//! What the bytes of TLS 1.3 say.
//!
//! Records are split ([`split`]) and taken apart ([`dissect`]); what was sealed in
//! one is taken apart once it is open ([`dissect_inner`]). Handshake messages may
//! stand by themselves ([`dissect_message`]). Everything takes any bytes and owns
//! each of them: what is damaged is read up to the damage, and a problem says where
//! that is and what was expected.
//!
//! | file | what it knows |
//! |---|---|
//! | `reader` | how a field, a list and a message come to be |
//! | `record` | the record layer (RFC 8446 §5) |
//! | `handshake`, `hello`, `certificate` | the messages (RFC 8446 §4) |
//! | `extension`, `offers` | the extensions (RFC 8446 §4.2 and others) |
//! | [`names`], [`alert`] | what the numbers are called |
//! | `http` | what travels inside, where it is HTTP/1.1 (RFC 9112) |

pub mod alert;
mod certificate;
mod extension;
mod handshake;
mod hello;
mod http;
pub mod names;
mod offers;
pub(super) mod reader;
mod record;

pub use certificate::certificates;
pub use handshake::{HEADER as MESSAGE_HEADER, Message, dissect_message, messages, name};
pub use hello::is_retry;
pub use http::dissect_http;
pub use record::{HEADER, Record, TAG, dissect, dissect_inner, records, split};

#[cfg(test)]
mod tests;
