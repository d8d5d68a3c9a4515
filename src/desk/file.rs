//! A desk as a file: a PEM block around a compact, versioned list.

use super::{Thing, armor};
use zeroize::Zeroizing;

/// The label of the PEM block.
const LABEL: &str = "PADLOCK DESK";

/// The version of the list that this build writes and reads.
const VERSION: u8 = 1;

/// Why a file cannot be read as a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileError {
    /// It is no desk file.
    NotADesk {
        /// What was found at its start.
        found: String,
    },
    /// Its text is damaged.
    Damaged {
        /// What the reader of the block says.
        why: String,
    },
    /// It was written by another version.
    Version {
        /// The version that was found.
        found: u8,
    },
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotADesk { found } => write!(
                f,
                "Expected a desk file that begins with -----BEGIN {LABEL}-----, found {found}."
            ),
            Self::Damaged { why } => write!(f, "The desk file is damaged: {why}."),
            Self::Version { found } => write!(
                f,
                "The desk file is of version {found}; this Padlock reads version {VERSION}."
            ),
        }
    }
}

/// The things as a text file. Secrets are in it in the clear.
#[must_use]
pub fn save(things: &[Thing]) -> Zeroizing<String> {
    let list = Zeroizing::new(postcard::to_allocvec(&(VERSION, things)).unwrap_or_default());
    armor::encode(LABEL, &list)
}

/// The things in a text file.
///
/// # Errors
/// When it is no desk file, is damaged, or is of another version.
pub fn load(text: &str) -> Result<Vec<Thing>, FileError> {
    let Some(list) = armor::decode(LABEL, text) else {
        let start: String = text.trim().chars().take(40).collect();
        return Err(FileError::NotADesk {
            found: if start.is_empty() {
                "an empty file".into()
            } else {
                format!("{start:?}")
            },
        });
    };
    let list = list.map_err(|why| FileError::Damaged { why })?;
    match list.first() {
        Some(&VERSION) => {}
        Some(&found) => return Err(FileError::Version { found }),
        None => {
            return Err(FileError::Damaged {
                why: "it is empty".into(),
            });
        }
    }
    let (_, things) =
        postcard::from_bytes::<(u8, Vec<Thing>)>(&list).map_err(|error| FileError::Damaged {
            why: error.to_string(),
        })?;
    Ok(things)
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, ThingId};
    use super::*;
    use der::pem::{self, LineEnding};
    use proptest::prelude::*;

    fn things() -> Vec<Thing> {
        (0..5)
            .map(|number| Thing {
                id: ThingId(number),
                name: format!("thing {number}"),
                kind: Kind::FernetKey,
                bytes: vec![7; 32].into(),
                made_by: "fernet-key".into(),
                made_from: vec![ThingId(0)],
                made_at: 1_800_000_000,
                demonstration: number % 2 == 0,
            })
            .collect()
    }

    #[test]
    fn what_is_saved_is_loaded() {
        assert_eq!(load(&save(&things())).unwrap(), things());
        assert_eq!(load(&save(&[])).unwrap(), []);
    }

    #[test]
    fn foreign_files_are_named() {
        assert!(matches!(load(""), Err(FileError::NotADesk { .. })));
        assert!(matches!(
            load("-----BEGIN CERTIFICATE-----"),
            Err(FileError::NotADesk { .. })
        ));
        let other = pem::encode_string(LABEL, LineEnding::LF, &[9, 0]).unwrap();
        assert_eq!(load(&other), Err(FileError::Version { found: 9 }));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(1), ..ProptestConfig::default() })]
        #[test]
        fn damage_never_panics(at in 0_usize..600, byte in any::<u8>()) {
            let mut text = save(&things()).as_bytes().to_vec();
            let at = at % text.len();
            if let Some(place) = text.get_mut(at) { *place = byte; }
            let _ = load(&String::from_utf8_lossy(&text));
        }
    }
}
