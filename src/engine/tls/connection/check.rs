//! What a client checks of a server, and on which of it one gave up.

use super::Reason;

/// What a client checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// That the certificate is for the host that it asked for.
    Name,
    /// That it holds at the time of its clock.
    Dates,
    /// That its signatures lead to a root that it trusts.
    Chain,
    /// That the server has the key of the certificate.
    Signature,
}

impl Check {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Name, Self::Dates, Self::Chain, Self::Signature];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Dates => "dates",
            Self::Chain => "chain",
            Self::Signature => "signature",
        }
    }

    /// The one that an end gave up on; `None` where it was none of them.
    pub(super) fn failed(reason: Reason) -> Option<Self> {
        match reason {
            Reason::OtherHost => Some(Self::Name),
            Reason::Ended | Reason::NotYetValid => Some(Self::Dates),
            Reason::UnknownIssuer | Reason::Certificate => Some(Self::Chain),
            Reason::Signature => Some(Self::Signature),
            _ => None,
        }
    }
}
