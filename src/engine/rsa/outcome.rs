//! What verifying and decrypting find out.

use crate::engine::text::Text;
use crate::engine::trace::Verdict;
use zeroize::Zeroizing;

/// What verifying a signature found out. A signature that does not fit is an
/// outcome, not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationOutcome {
    /// Whether the signature is valid.
    pub verdict: Verdict,
    /// Which check decided it, in one sentence.
    pub why: Text,
    /// What the message makes one expect: the whole block (PKCS#1 v1.5) or H
    /// (PSS). Empty where it did not come to that.
    pub expected: Vec<u8>,
    /// What the signature contains in its place.
    pub found: Vec<u8>,
}

impl VerificationOutcome {
    pub(super) fn failed(why: impl Into<Text>) -> Self {
        Self {
            verdict: Verdict::Failed,
            why: why.into(),
            expected: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Whether the signature is valid.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.verdict == Verdict::Passed
    }

    /// In how many bytes expected and found differ.
    #[must_use]
    pub fn differing(&self) -> usize {
        differing(&self.expected, &self.found)
    }
}

/// In how many places two byte strings differ; each place that only one of
/// them has counts.
pub(super) fn differing(a: &[u8], b: &[u8]) -> usize {
    let both = a.iter().zip(b).filter(|(a, b)| a != b).count();
    both + a.len().abs_diff(b.len())
}

/// What decrypting found out. A ciphertext that does not decrypt is an
/// outcome, not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecryptionOutcome {
    /// The message, where the block is well formed.
    pub message: Option<Zeroizing<Vec<u8>>>,
    /// What is wrong with the block, or that nothing is.
    pub why: Text,
}

impl DecryptionOutcome {
    pub(super) fn failed(why: impl Into<Text>) -> Self {
        Self {
            message: None,
            why: why.into(),
        }
    }

    pub(super) fn message(message: &[u8]) -> Self {
        Self {
            message: Some(Zeroizing::new(message.to_vec())),
            why: Text::Borrowed("The block is well formed."),
        }
    }
}
