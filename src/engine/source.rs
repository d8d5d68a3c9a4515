//! Where a rule is written down.

use crate::engine::text::Text;
use serde::{Deserialize, Serialize};

/// A place in a standard, such as RFC 8017 §7.1.1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The document, such as `RFC 8017` or `FIPS 186-5`.
    pub document: Text,
    /// The section without its sign, such as `7.1.1`; empty for the whole.
    pub section: Text,
}

impl Source {
    /// A section of a document.
    #[must_use]
    pub const fn new(document: &'static str, section: &'static str) -> Self {
        Self {
            document: Text::Borrowed(document),
            section: Text::Borrowed(section),
        }
    }

    /// The address where the document can be read, if it is one of the known
    /// series.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        if let Some(number) = self.document.strip_prefix("RFC ") {
            let mut url = format!("https://www.rfc-editor.org/rfc/rfc{number}");
            if self.section.starts_with(|c: char| c.is_ascii_digit()) {
                url.push_str("#section-");
                url.push_str(&self.section);
            }
            return Some(url);
        }
        match &*self.document {
            "FIPS 186-5" => Some("https://doi.org/10.6028/NIST.FIPS.186-5".into()),
            "FIPS 180-4" => Some("https://doi.org/10.6028/NIST.FIPS.180-4".into()),
            "FIPS 197" => Some("https://doi.org/10.6028/NIST.FIPS.197-upd1".into()),
            "SP 800-38A" => Some("https://doi.org/10.6028/NIST.SP.800-38A".into()),
            "SP 800-56B" => Some("https://doi.org/10.6028/NIST.SP.800-56Br2".into()),
            "X.680" => Some("https://www.itu.int/rec/T-REC-X.680".into()),
            "X.690" => Some("https://www.itu.int/rec/T-REC-X.690".into()),
            // “Frobenius pseudoprimes”, Math. Comp. 70.
            "Grantham 2001" => Some("https://doi.org/10.1090/S0025-5718-00-01197-2".into()),
            // “Timing attacks on implementations of Diffie–Hellman, RSA, DSS, and other systems”.
            "Kocher 1996" => Some("https://doi.org/10.1007/3-540-68697-5_9".into()),
            "Fernet" => Some("https://github.com/fernet/spec/blob/master/Spec.md".into()),
            _ => None,
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.document)?;
        if !self.section.is_empty() {
            write!(f, " §{}", self.section)?;
        }
        Ok(())
    }
}
