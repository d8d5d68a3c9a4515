//! Why an end gives up, as a value.

use rustls::{CertificateError, Error, PeerIncompatible};

/// Why an end gives up: what others tell apart, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The certificate leads to no root that it trusts.
    UnknownIssuer,
    /// The certificate is for other hosts.
    OtherHost,
    /// The certificate has ended.
    Ended,
    /// The certificate is not valid yet.
    NotYetValid,
    /// A signature does not hold: that of a certificate, or that of the handshake.
    Signature,
    /// Something else about the certificate.
    Certificate,
    /// The two have no suite in common.
    NoSuite,
    /// The two have no group in common.
    NoGroup,
    /// A record does not open.
    Unopened,
    /// The other gave up, and said so.
    Told,
    /// Anything else, such as a message that does not belong there.
    Other,
}

impl From<&Error> for Reason {
    fn from(error: &Error) -> Self {
        use CertificateError as Bad;
        match error {
            Error::InvalidCertificate(bad) => match bad {
                Bad::UnknownIssuer => Self::UnknownIssuer,
                Bad::NotValidForName | Bad::NotValidForNameContext { .. } => Self::OtherHost,
                Bad::Expired | Bad::ExpiredContext { .. } => Self::Ended,
                Bad::NotValidYet | Bad::NotValidYetContext { .. } => Self::NotYetValid,
                Bad::BadSignature => Self::Signature,
                _ => Self::Certificate,
            },
            Error::PeerIncompatible(PeerIncompatible::NoCipherSuitesInCommon) => Self::NoSuite,
            Error::PeerIncompatible(PeerIncompatible::NoKxGroupsInCommon) => Self::NoGroup,
            Error::DecryptError => Self::Unopened,
            Error::AlertReceived(_) => Self::Told,
            _ => Self::Other,
        }
    }
}
