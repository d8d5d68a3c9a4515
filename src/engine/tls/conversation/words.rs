//! What is said of what happens in a connection.

use crate::engine::text::plural;

pub(super) const PAIR: &str = "A fresh pair of keys for this connection alone. The public half goes over the wire; the private half never does.";
pub(super) const PAIR_OUTSIDE: &str =
    "What one end draws by itself never goes over the wire: only its public half will.";
pub(super) const SHARED: &str = "Each takes its own private half and the other’s public half, and both come to the same secret. Who saw only the two public halves cannot compute it: that is what {group} is for.";
pub(super) const SHARED_OUTSIDE: &str = "Both ends have computed something. It did not cross the wire, and what did is not enough to compute it.";
pub(super) const APPLICATION: &str = "The schedule goes on to its last stage: a secret for what the client sends, one for what the server sends, and of each a key and an IV. They are bound to the hash of the whole handshake.";
pub(super) const APPLICATION_OF_SERVER: &str = "The server goes on to the last stage of the schedule. The client does not get that far: it gives up first.";
pub(super) const APPLICATION_OUTSIDE: &str =
    "Both ends compute further secrets, each for itself. Nothing of it crosses the wire.";
pub(super) const CHANGE_CIPHER_SPEC: &str = "A leftover of TLS 1.2 that means nothing here: boxes on the way that know only the old protocol let the connection pass because of it.";
pub(super) const CLOSE_NOTIFY: &str = "Not a failure: this end has nothing more to send. Without it the other could not know whether somebody cut the connection short.";
pub(super) const REQUEST: &str = "At last what it is all for: the client asks for a page. Path, cookies and passwords are sealed; how many bytes they have is not.";
pub(super) const RESPONSE: &str =
    "The server’s answer, sealed with another key than the request: each direction has its own.";
pub(super) const STALLED: &str = "A record is missing, and nobody says so: each end waits for the other. Real ones would wait until a timer of TCP or of their own ends it.";

pub(super) const TOLD: &str =
    "The alert ends the connection for this end, too: it closes without another word.";

/// Name, sentence and section of a handshake message, by its type (RFC 8446 §4).
pub(super) fn message(kind: u8, retries: bool) -> (&'static str, &'static str, &'static str) {
    match kind {
        1 => (
            "ClientHello",
            "The client says what it can do: suites, groups, signatures, and a key share. Nobody is known yet, so nothing of it is secret, not even the name of the host.",
            "4.1.2",
        ),
        2 if retries => (
            "HelloRetryRequest",
            "The server knows none of the groups that the client sent a share of, but one that it named: the client may try once more.",
            "4.1.4",
        ),
        2 => (
            "ServerHello",
            "The server picks a suite and a group, and sends its own key share. All messages of the handshake behind it are sealed.",
            "4.1.3",
        ),
        4 => (
            "NewSessionTicket",
            "A ticket for next time: with it the client may come back without a certificate and a signature.",
            "4.6.1",
        ),
        8 => (
            "EncryptedExtensions",
            "The first sealed message: what the server answers to the client’s wishes, such as the protocol inside.",
            "4.3.1",
        ),
        11 => (
            "Certificate",
            "The server’s certificate and those above it, so that the client can build a chain up to a root that it trusts.",
            "4.4.2",
        ),
        15 => (
            "CertificateVerify",
            "The server signs all that was said so far with the private key of its certificate. Who copied the certificate cannot do that.",
            "4.4.3",
        ),
        20 => (
            "Finished",
            "An HMAC over all that was said so far. If anybody had changed a byte of it on the way, even of the hellos, the two sides would find out here.",
            "4.4.4",
        ),
        24 => (
            "KeyUpdate",
            "From now on this end seals with new keys, made of the ones before.",
            "4.6.3",
        ),
        other => (crate::engine::tls::wire::name(other), "", "4"),
    }
}

/// What who listens sees of a sealed record.
pub(super) fn sealed(length: usize) -> String {
    format!(
        "Who listens sees {} of noise and who sent them. What kind of message it is stands inside, sealed.",
        plural(length)
    )
}

/// Why an end gives up.
pub(super) fn failure(says: &str) -> String {
    format!("It says: “{says}”. Nothing more is sent but an alert that tells the other.")
}
