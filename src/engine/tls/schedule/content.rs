//! What CertificateVerify signs (RFC 8446 §4.4.3).

use super::compute::bytes_of;
use super::{Side, bytes};
use crate::engine::dissect::{Dissection, Role};
use crate::engine::knowers::Knowers;
use crate::engine::tls::wire::reader::{Reader, text, tls};
use crate::engine::trace::{Equation, Expr, Observer, Step, Value};

/// How many spaces it begins with.
const SPACES: usize = 64;

/// The sentence in it, which no other signature has and which is another for each
/// side.
const fn context(side: Side) -> &'static str {
    match side {
        Side::Client => "TLS 1.3, client CertificateVerify",
        Side::Server => "TLS 1.3, server CertificateVerify",
    }
}

/// What a side signs to show that it has the private key of its certificate: 64
/// spaces, a sentence, a zero and the hash of all messages before. Tells one step,
/// `client-signs` or `server-signs`.
pub fn verify_content(side: Side, transcript_hash: &Value, observer: &mut impl Observer) -> Value {
    let mut content = vec![b' '; SPACES];
    content.extend(context(side).bytes());
    content.push(0);
    content.extend(bytes_of(transcript_hash));
    let known_to = transcript_hash.known_to;
    let made = bytes("content", &content, known_to).meaning("what is signed");
    observer.step(|| {
        let id = match side {
            Side::Client => "client-signs",
            Side::Server => "server-signs",
        };
        let sentence = Value::public_bytes("context", context(side))
            .meaning(format!("“{}”", context(side)));
        Step::new(id, "What CertificateVerify signs")
            .says("The spaces and the sentence make sure that a signature for TLS 1.3 is good for nothing else. The hash binds it to this very handshake.")
            .equation(Equation::equal(
                Expr::concat(vec![
                    Expr::repeat(i64::from(b' '), 64),
                    (&sentence).into(),
                    Expr::repeat(0, 1),
                    transcript_hash.into(),
                ]),
                &made,
            ))
            .value(sentence)
            .value(made.clone())
            .bytes(dissect_verify_content(&content, known_to))
            .source("RFC 8446", "4.4.3")
    });
    made
}

/// What each byte of it is; the hash is known to these.
#[must_use]
pub fn dissect_verify_content(content: &[u8], known_to: Knowers) -> Dissection {
    let mut reader = Reader::new(content);
    let at = tls("4.4.3");
    let words = "64 spaces: nothing that old versions sign begins like this";
    reader.bytes(SPACES, "spaces", at.clone(), words);
    reader.role(Role::Padding, "spaces");
    let length = context(Side::Client).len();
    let words = text(reader.ahead().get(..length).unwrap_or_default());
    reader.bytes(length, "context string", at.clone(), words);
    reader.bytes(1, "zero", at.clone(), "ends the sentence");
    reader.role(Role::Frame, "zero");
    let words = "all messages before, as a hash";
    reader.rest("transcript hash", at, words);
    let mut whole = reader.finish("content covered by the signature");
    let hash = whole
        .fields
        .iter_mut()
        .filter(|field| field.name == "transcript hash");
    hash.for_each(|field| field.known_to = known_to);
    whole
}
