//! The pages, and what they say.

use crate::units::{About, on};

/// The pages, in the order of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    /// `#/`: the map of the story.
    Road,
    /// `#/cipher`.
    Cipher,
    /// `#/rsa`.
    Rsa,
    /// `#/certificate`.
    Certificate,
    /// `#/handshake`: a connection between two hosts inside the page.
    Handshake,
    /// `#/desk`: what was made so far.
    Desk,
    /// `#/about/speed`: how fast keys are made here. Not in the navigation.
    Speed,
    /// `#/words`: the words of the field. Not in the navigation.
    Words,
}

impl Page {
    /// The pages; those of the navigation first, in its order.
    pub const ALL: [Self; 8] = [
        Self::Road,
        Self::Cipher,
        Self::Rsa,
        Self::Certificate,
        Self::Handshake,
        Self::Desk,
        Self::Speed,
        Self::Words,
    ];

    /// Whether the navigation names it; the desk has a button of its own.
    #[must_use]
    pub fn is_in_navigation(self) -> bool {
        !matches!(self, Self::Desk | Self::Speed | Self::Words)
    }

    /// The page's address after `#/`.
    #[must_use]
    pub fn route(self) -> &'static str {
        match self {
            Self::Road => "",
            Self::Desk => "desk",
            Self::Speed => "about/speed",
            Self::Words => "words",
            Self::Cipher => "cipher",
            Self::Rsa => "rsa",
            Self::Certificate => "certificate",
            Self::Handshake => "handshake",
        }
    }

    /// Its name in the navigation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Road => "The road",
            Self::Cipher => "Encrypt",
            Self::Rsa => "RSA",
            Self::Certificate => "Certificate",
            Self::Handshake => "Handshake",
            Self::Desk => "Desk",
            Self::Speed => "Speed",
            Self::Words => "Words",
        }
    }

    /// The exhibit that is open where an address names none.
    #[must_use]
    pub fn first(self) -> Option<&'static About> {
        on(self)
            .next()
            .filter(|_| !matches!(self, Self::Road | Self::Desk))
    }

    /// Whether its numbers come in two sizes.
    #[must_use]
    pub fn has_sizes(self) -> bool {
        on(self).any(|about| !about.small.is_empty())
    }

    /// The question that it answers.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Road => "What happens between typing https:// and seeing the padlock?",
            Self::Cipher => "How do two people with one secret talk?",
            Self::Rsa => "How can a key be public?",
            Self::Certificate => "Who says that this key is yours?",
            Self::Handshake => "How do two strangers come to share a secret?",
            Self::Desk => "What have I made so far?",
            Self::Speed => "How fast are keys made here?",
            Self::Words => "What do the words mean?",
        }
    }
}

impl Page {
    /// What one finds on it, in a sentence or two.
    #[must_use]
    pub fn story(self) -> &'static str {
        match self {
            Self::Road => {
                "Seven messages pass. Press one to take it apart, with its real numbers, in this tab."
            }
            Self::Cipher => {
                "A key that both of them know turns a message into a token that nobody else can read or change. This is Fernet, the recipe of Python’s cryptography package, byte by byte. TLS 1.3 does the same work with other recipes, such as AES-GCM."
            }
            Self::Rsa => {
                "Multiply two large primes, and show the product n and an exponent e to everybody: they are enough for locking. Unlocking needs d, which whoever knows the primes computes at once; no other way to it is known that a computer of today could go."
            }
            Self::Certificate => {
                "A certificate says that a public key belongs to a name, and somebody signs it. Be that somebody: make a root, check a request, and sign it. Of a public CA’s certificate, browsers ask two things more, which this page leaves out: was it revoked, and do the public logs of Certificate Transparency list it?"
            }
            Self::Handshake => {
                "A client and a server talk inside this page, and somebody on the wire reads along. All of it is real TLS 1.3: each byte and each secret comes from this very run."
            }
            Self::Desk => {
                "Keys, requests, certificates and tokens lie here until you close the page. Take them away as files, bring others in, or save the whole desk."
            }
            Self::Speed => {
                "Padlock searches for primes on several workers, with arithmetic of its own. Measure it beside the browser’s and a well-known library’s."
            }
            Self::Words => "The words of the field, in the order in which one meets them here.",
        }
    }
}
