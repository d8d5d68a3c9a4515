//! What other clients say of such a server, and how the connection ended as they
//! tell it.

mod meddling;
mod words;

use super::settings::Sent;
use crate::engine::knowers::Actor;
use crate::engine::pki::host::Host;
use crate::engine::pki::kind::KeyKind;
use crate::engine::pki::read::Certificate;
use crate::engine::tls::connection::{Connection, Reason};
use crate::engine::tls::conversation::Story;
use crate::engine::tls::recording::What;
use crate::units::{Comparison, Inputs};

/// How a connection ended, as far as other clients tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// Nothing was wrong.
    Nothing,
    /// The client does not look at the certificate.
    Insecure,
    /// The certificate leads to no root that the client trusts.
    UnknownIssuer,
    /// The certificate vouches for itself, and nobody else does.
    SelfSigned,
    /// The server keeps back the certificate of the CA in between.
    MissingIntermediate,
    /// The server sends another certificate before its own.
    WrongOrder,
    /// The same, where the two certificates have keys of different kinds.
    WrongOrderOfKinds,
    /// The certificate is for other hosts.
    OtherHost,
    /// The certificate has ended, and its root has not.
    Ended,
    /// Root and certificate have ended.
    AllEnded,
    /// The certificate is not valid yet, and its root is.
    NotYetValid,
    /// Neither root nor certificate is valid yet.
    NoneYetValid,
    /// The server does not have the private key of its certificate, which is one of RSA.
    AnotherKey,
    /// The same with a key of a curve.
    AnotherKeyOfCurve,
    /// The two have no suite in common.
    NoSuite,
    /// The two have no group in common.
    NoGroup,
    /// The two saw different hellos, and came to different keys.
    GarbledHello,
    /// The client cannot open a record of the handshake.
    Garbled,
    /// The client cannot open a record behind the handshake.
    GarbledLater,
    /// The client cannot open a record behind the whole response.
    GarbledAfterwards,
    /// The server’s farewell is missing.
    NoFarewell,
    /// The server cannot open a record, and says so.
    Told,
    /// The client hears something before the ServerHello.
    Disorder,
    /// The client hears a second ServerHello.
    SecondHello,
    /// The client hears a ChangeCipherSpec that cannot be one.
    OddSignal,
    /// The client hears two of them.
    TwoSignals,
    /// The client hears one behind the handshake.
    LateSignal,
    /// The server hears one that does not belong there, and says so.
    ToldDisorder,
    /// Something is missing, and both wait.
    Silence,
}

/// What other clients say, where it was heard.
pub(super) fn heard(
    inputs: &Inputs,
    connection: &Connection,
    story: &Story,
    host: &Host,
) -> Vec<Comparison> {
    let cause = Cause::of(inputs, connection, story);
    cause
        .map(|cause| words::table(cause, host))
        .into_iter()
        .collect()
}

impl Cause {
    /// Why a connection ended as it did; `None` where nobody asked other clients about
    /// the like.
    pub(super) fn of(inputs: &Inputs, connection: &Connection, story: &Story) -> Option<Self> {
        let refused = connection.failures.first().filter(|failure| {
            !matches!(
                failure.reason,
                Reason::Unopened | Reason::Told | Reason::Other
            )
        });
        let Some(failure) = refused else {
            let meddled = meddling::of(connection)?;
            return Some(match (meddled, connection.expects.checks) {
                (Self::Nothing, false) => Self::Insecure,
                _ => meddled,
            });
        };
        let chain = story.chain();
        let chain: Vec<Certificate> = chain
            .iter()
            .filter_map(|der| Certificate::parse(der).ok())
            .collect();
        let trusted = inputs.things.get("root");
        let root = trusted.and_then(|thing| Certificate::parse(&thing.bytes).ok());
        let root_is_valid = |now| {
            root.as_ref()
                .is_some_and(|root| root.period().contains(now))
        };
        let now = connection.expects.now;
        let leaf = chain.first();
        match failure.reason {
            Reason::UnknownIssuer if leaf?.is_self_issued() => Some(Self::SelfSigned),
            Reason::UnknownIssuer if Sent::read(inputs, "chain") == Sent::Leaf => {
                Some(Self::MissingIntermediate)
            }
            Reason::UnknownIssuer => Some(Self::UnknownIssuer),
            Reason::OtherHost => has_names(leaf?).then_some(Self::OtherHost),
            Reason::Ended if root_is_valid(now) => Some(Self::Ended),
            Reason::Ended => Some(Self::AllEnded),
            Reason::NotYetValid if root_is_valid(now) => Some(Self::NotYetValid),
            Reason::NotYetValid => Some(Self::NoneYetValid),
            Reason::Signature if is_of_handshake(connection) => {
                Some(match leaf?.public_key().ok()?.kind() {
                    KeyKind::Rsa => Self::AnotherKey,
                    _ => Self::AnotherKeyOfCurve,
                })
            }
            // A root of the same name with another key.
            Reason::Signature => Some(Self::UnknownIssuer),
            Reason::Certificate if Sent::read(inputs, "chain") == Sent::Reversed => {
                let kind = |at: usize| Some(chain.get(at)?.public_key().ok()?.kind());
                // The server's own comes last.
                Some(
                    match kind(0)? == kind(chain.len().checked_sub(1).filter(|last| *last > 0)?)? {
                        true => Self::WrongOrder,
                        false => Self::WrongOrderOfKinds,
                    },
                )
            }
            Reason::NoSuite => Some(Self::NoSuite),
            Reason::NoGroup => Some(Self::NoGroup),
            Reason::Certificate | Reason::Unopened | Reason::Told | Reason::Other => None,
        }
    }
}

/// Whether a certificate says for which hosts it is: without that, some look at the
/// common name.
fn has_names(certificate: &Certificate) -> bool {
    let names = certificate.extensions().names();
    names.is_ok_and(|names| !names.hosts.is_empty())
}

/// Whether the last signature that the client checked was that of the handshake, which
/// is over 64 spaces and more (RFC 8446 §4.4.3).
fn is_of_handshake(connection: &Connection) -> bool {
    let mut all = connection.operations.iter().rev();
    all.find_map(|operation| match &operation.what {
        What::Verify { message, .. } if operation.by == Actor::Client => {
            Some(message.starts_with(&[b' '; 64]))
        }
        _ => None,
    })
    .unwrap_or(false)
}
