//! Base64url as Python's `base64.urlsafe_b64decode` reads it, which is what
//! decides about most Fernet texts in use.
//!
//! It passes over what belongs to no alphabet of base64, takes `+` and `/` for
//! `-` and `_`, and looks at no bit behind the last byte. What a `=` does ahead
//! of further text changed in 2026 (CPython issue 145264): where it completes a
//! group, older releases stop there; newer ones pass over it.

use super::base64url::{self, sextet_of};

/// Which releases of Python read a text like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Releases {
    /// All of them.
    All,
    /// Those of before 2026, which stop at the `=` that completes a group.
    Older,
    /// Those that pass over a `=` with text behind it.
    Newer,
}

/// What of a text is not canonical. Places are in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Oddity {
    /// ASCII characters of no alphabet, passed over: the first, and how many.
    Foreign(usize, char, usize),
    /// A character that is not ASCII, as all of a `str` must be; passed over
    /// in bytes.
    NotAscii(usize, char),
    /// `+` or `/`: the first.
    OtherAlphabet(usize, char),
    /// A `=` that fills up no group: the first.
    Padding(usize),
    /// The `=` at which the reading stopped, with text behind it.
    Behind(usize),
    /// Bits behind the last byte that are not zero.
    Trailing(usize, char),
}

impl std::fmt::Display for Oddity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Foreign(at, found, 1) => {
                write!(f, "{found:?} at byte {at} is no character of base64")
            }
            Self::Foreign(at, found, count) => write!(
                f,
                "{count} characters, the first {found:?} at byte {at}, are none of base64"
            ),
            Self::NotAscii(at, found) => write!(
                f,
                "{found:?} at byte {at} is not ASCII, so Python takes the text as bytes and not as str"
            ),
            Self::OtherAlphabet(at, found) => write!(
                f,
                "{found:?} at byte {at} is of the alphabet with + and / (RFC 4648 section 4)"
            ),
            Self::Padding(at) => write!(f, "the = at byte {at} fills up nothing"),
            Self::Behind(at) => write!(f, "text stands behind the = at byte {at}"),
            Self::Trailing(at, found) => write!(
                f,
                "the last character, {found:?} at byte {at}, has bits set that belong to no byte"
            ),
        }
    }
}

/// Text as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The bytes that come out.
    pub bytes: Vec<u8>,
    /// By whom.
    pub by: Releases,
    oddities: Vec<Oddity>,
}

impl Reading {
    /// What canonical text was read as.
    pub(super) fn canonical(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            by: Releases::All,
            oddities: Vec::new(),
        }
    }

    /// What of the text was not canonical and who reads it all the same, in
    /// sentences.
    #[must_use]
    pub fn remark(&self) -> Option<String> {
        let odd: Vec<String> = self.oddities.iter().map(Oddity::to_string).collect();
        let reads = match self.by {
            Releases::All => "Python reads it all the same",
            Releases::Older => "Only Pythons of before a change of 2026 read it",
            Releases::Newer => "Only Pythons since a change of 2026 read it",
        };
        (!odd.is_empty()).then(|| {
            format!(
                "This is not canonical base64url: {}. {reads}; other programs may refuse it.",
                odd.join("; ")
            )
        })
    }
}

/// What a text may be read as, most likely first: as canonical text where it
/// is, else as Python reads it. Where its releases differ, that is two.
#[must_use]
pub fn readings(text: &str) -> Vec<Reading> {
    if let Ok(bytes) = base64url::decode(text) {
        return vec![Reading::canonical(bytes)];
    }
    let [newer, older] = [Releases::Newer, Releases::Older].map(|by| read(text, by));
    match (newer, older) {
        (Some(newer), Some(older)) if newer.bytes == older.bytes => vec![Reading {
            by: Releases::All,
            ..newer
        }],
        (newer, older) => newer.into_iter().chain(older).collect(),
    }
}

/// A text on its way to bytes.
#[derive(Default)]
struct State {
    bytes: Vec<u8>,
    /// The bits that are no byte yet.
    left: u32,
    /// How many characters of a group of four are there.
    place: usize,
    /// The last character that counted.
    last: Option<(usize, char)>,
    /// Where each `=` since then stands.
    pads: Vec<usize>,
    foreign: Option<(usize, char, usize)>,
    not_ascii: Option<(usize, char)>,
    other: Option<(usize, char)>,
    loose: Option<usize>,
}

impl State {
    /// Takes a character that is no `=`.
    fn take(&mut self, at: usize, found: char) {
        let url = match found {
            '+' => '-',
            '/' => '_',
            same => same,
        };
        let Some(sextet) = sextet_of(url) else {
            if found.is_ascii() {
                let (at, found, count) = self.foreign.unwrap_or((at, found, 0));
                self.foreign = Some((at, found, count + 1));
            } else {
                self.not_ascii.get_or_insert((at, found));
            }
            return;
        };
        if url != found {
            self.other.get_or_insert((at, found));
        }
        if let Some(pad) = self.pads.first() {
            self.loose.get_or_insert(*pad);
            self.pads.clear();
        }
        self.last = Some((at, found));
        self.left = self.left << 6 | sextet;
        self.place = (self.place + 1) % 4;
        // A byte is complete with every character of a group but its first.
        let behind = match self.place {
            1 => return,
            2 => 4,
            3 => 2,
            _ => 0,
        };
        let [.., byte] = (self.left >> behind).to_be_bytes();
        self.bytes.push(byte);
        self.left &= (1 << behind) - 1;
    }

    /// Whether the text may end here.
    fn is_whole(&self) -> bool {
        self.place == 0 || self.place > 1 && self.place + self.pads.len() >= 4
    }

    /// What was odd, in a fixed order.
    fn oddities(&self, behind: Option<usize>) -> Vec<Oddity> {
        let filling = (4 - self.place) % 4;
        let loose = self.loose.or_else(|| self.pads.get(filling).copied());
        let foreign = self.foreign.map(|(at, c, n)| Oddity::Foreign(at, c, n));
        let trailing = self.last.filter(|_| self.place != 0 && self.left != 0);
        [
            foreign,
            self.not_ascii
                .map(|(at, found)| Oddity::NotAscii(at, found)),
            self.other
                .map(|(at, found)| Oddity::OtherAlphabet(at, found)),
            loose.map(Oddity::Padding),
            behind.map(Oddity::Behind),
            trailing.map(|(at, found)| Oddity::Trailing(at, found)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The text as these releases read it.
fn read(text: &str, by: Releases) -> Option<Reading> {
    let mut state = State {
        bytes: Vec::with_capacity(text.len() / 4 * 3 + 3),
        ..State::default()
    };
    let mut behind = None;
    for (at, found) in text.char_indices() {
        if found != '=' {
            state.take(at, found);
            continue;
        }
        state.pads.push(at);
        if by == Releases::Older && state.place > 1 && state.is_whole() {
            behind = (at + 1 < text.len()).then_some(at);
            break;
        }
    }
    state.is_whole().then(|| Reading {
        oddities: state.oddities(behind),
        bytes: std::mem::take(&mut state.bytes),
        by,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;
    use proptest::prelude::*;

    /// What all releases read, and what each kind reads where they differ.
    fn seen(text: &str) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
        let all = readings(text);
        let by = |kind| {
            let mut all = all.iter();
            all.find(|reading| reading.by == kind || reading.by == Releases::All)
                .map(|reading| reading.bytes.clone())
        };
        (by(Releases::Older), by(Releases::Newer))
    }

    #[test]
    fn reads_what_the_releases_of_python_read() {
        // The examples of the issue about the change, and of its tests.
        for (text, older, newer) in [
            ("YWJj", Some("abc"), Some("abc")),
            ("YW==Jj", Some("a"), Some("abc")),
            ("YWJ=j", Some("ab"), Some("abc")),
            ("YQ==", Some("a"), Some("a")),
            ("YQ===", Some("a"), Some("a")),
            ("YR==", Some("a"), Some("a")),
            ("YWJj=", Some("abc"), Some("abc")),
            ("=YWJj", Some("abc"), Some("abc")),
            ("Y=Q==", Some("a"), Some("a")),
            ("YQ=%=", Some("a"), Some("a")),
            ("YQ=", None, None),
            ("YQ=Q", None, None),
            ("Y", None, None),
            ("Y===", None, None),
            ("", Some(""), Some("")),
            ("%é ", Some(""), Some("")),
        ] {
            let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
            assert_eq!(seen(text), (bytes(older), bytes(newer)), "{text}");
        }
    }

    #[test]
    fn says_what_is_odd() {
        for (text, says) in [
            ("YR==", "the last character, 'R' at byte 1, has bits set"),
            ("YW%Jj", "'%' at byte 2 is no character of base64"),
            ("YW J j", "2 characters, the first ' ' at byte 2"),
            ("YWéJj", "'é' at byte 2 is not ASCII"),
            ("+/+/", "'+' at byte 0 is of the alphabet with + and /"),
            ("YQ===", "the = at byte 4 fills up nothing"),
            ("=YWJj", "the = at byte 0 fills up nothing"),
            (
                "YWJ=j",
                "the = at byte 3 fills up nothing. Only Pythons since",
            ),
        ] {
            let remark = readings(text).first().unwrap().remark().unwrap();
            assert!(remark.contains(says), "{text}: {remark}");
        }
        let older = readings("YWI=j").pop().unwrap().remark().unwrap();
        assert!(older.contains("behind the = at byte 3. Only Pythons of before"));
        assert_eq!(readings("YWJj").first().unwrap().remark(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(4), ..ProptestConfig::default() })]
        #[test]
        fn only_canonical_text_has_no_remark(text in "[A-Za-z0-9_=+/%é-]{0,12}") {
            for reading in readings(&text) {
                let canonical = base64url::text(&reading.bytes) == text;
                prop_assert_eq!(reading.remark().is_none(), canonical);
            }
        }
    }
}
