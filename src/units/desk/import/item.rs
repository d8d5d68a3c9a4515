//! A thing as it was read, whatever it is.

use crate::desk::Kind;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use crate::engine::trace::Value;
use zeroize::Zeroizing;

/// A thing as it was read.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// What it is, in a few words.
    pub(super) title: String,
    /// The same as the end of a sentence.
    pub(super) says: String,
    /// Whether it can be used.
    pub(super) good: bool,
    /// What can be put on the desk: name, kind, bytes, and whether everybody
    /// knows it.
    pub(super) drafts: Vec<(String, Kind, Zeroizing<Vec<u8>>, bool)>,
    pub(super) bytes: Vec<Dissection>,
    pub(super) kind: Option<Kind>,
    /// What tells its public key from others.
    pub(super) public: Option<Vec<u8>>,
    /// The RSA modulus.
    pub(super) modulus: Option<Vec<u8>>,
    pub(super) common_name: Option<String>,
    /// Whether the crate finds the public key where our dissection does.
    pub(super) same_key: Option<bool>,
    pub(super) message: Option<Value>,
    /// Whether it was protected by a passphrase.
    pub(super) encrypted: bool,
    pub(super) source: Option<(&'static str, &'static str)>,
}

impl Item {
    pub(super) fn is_private(&self) -> bool {
        matches!(self.kind, Some(Kind::PrivateKey(_)))
    }

    /// Whether it holds a public key that may be the one of a private key.
    pub(super) fn has_public(&self) -> bool {
        matches!(
            self.kind,
            Some(Kind::Certificate | Kind::Request | Kind::PublicKey(_))
        )
    }

    pub(super) fn refused(title: impl Into<String>, says: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            says: says.into(),
            ..Self::default()
        }
    }

    /// An encrypted key that does not open, beside things that can be read.
    pub(super) fn locked(diagnosis: &Diagnosis) -> Self {
        let (title, why) = if diagnosis.found == "nothing" {
            (
                "an encrypted private key whose passphrase is not given",
                "is not opened: give its passphrase".to_owned(),
            )
        } else {
            (
                "an encrypted private key that does not open with this passphrase",
                "does not open with this passphrase. Where keys have different ones, read the file once with each".to_owned(),
            )
        };
        Self::refused(title, format!("an encrypted private key, which {why}."))
    }

    /// An encrypted key after too many that do not open.
    pub(super) fn untried(tried: usize) -> Self {
        Self::refused(
            "an encrypted private key on which the passphrase is not tried",
            format!(
                "an encrypted private key, on which the passphrase is not tried: {tried} others did not open with it."
            ),
        )
    }

    /// With its bytes laid out. What is wrong with them is wrong with the item,
    /// too, although it could be read.
    pub(super) fn with_bytes(mut self, bytes: Dissection) -> Self {
        if let Some(problem) = bytes.problems.first().filter(|_| self.good) {
            self.good = false;
            self.says = format!(
                "{} But not all is in order, at byte {}: {}",
                self.says, problem.at, problem.says
            );
        }
        self.bytes.push(bytes);
        self
    }

    pub(super) fn with_draft(mut self, name: impl Into<String>, kind: Kind, bytes: &[u8]) -> Self {
        self.good = true;
        self.kind = Some(kind);
        self.drafts
            .push((name.into(), kind, Zeroizing::new(bytes.to_vec()), false));
        self
    }

    pub(super) fn with_rsa(mut self, n: &[u8], e: &[u8]) -> Self {
        self.public = Some([n, &[0], e].concat());
        self.modulus = Some(n.to_vec());
        self
    }
}

/// Something that its kind's parser refuses.
pub(super) fn broken(what: &str, error: &dyn std::fmt::Display, layout: Dissection) -> Item {
    let why = match layout.problems.first() {
        Some(problem) => format!("Byte {}: {}", problem.at, problem.says),
        None => format!("The parser says: {error}."),
    };
    Item::refused(
        format!("{what} that is broken"),
        format!("{what}, but it is broken. {why}"),
    )
    .with_bytes(layout)
}
