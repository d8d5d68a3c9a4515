//! Bytes as text that is safe in addresses and file names (RFC 4648 §5).

use crate::engine::hex;
use crate::engine::knowers::Knowers;
use crate::engine::trace::{Data, Equation, Expr, Observer, Step, Value};
use zeroize::Zeroizing;

/// The 64 characters, by their value.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What is wrong with base64url text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Base64Error {
    /// A character outside the alphabet.
    Character {
        /// Its position in bytes.
        at: usize,
        /// The character.
        found: char,
    },
    /// A `=` that is not at the end, or one too many.
    Padding {
        /// Its position in bytes.
        at: usize,
    },
    /// The length is not a multiple of four.
    Length {
        /// The length in characters.
        found: usize,
    },
    /// The last character has bits that belong to no byte and are not zero.
    Trailing {
        /// Its position in bytes.
        at: usize,
        /// The character.
        found: char,
    },
}

impl Base64Error {
    /// The byte of the text where it was noticed.
    #[must_use]
    pub fn at(&self) -> usize {
        match self {
            Self::Character { at, .. } | Self::Padding { at } | Self::Trailing { at, .. } => *at,
            Self::Length { found } => *found,
        }
    }
}

impl std::fmt::Display for Base64Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Character { at, found } => write!(
                f,
                "the character {found:?} at byte {at} is not one of A to Z, a to z, 0 to 9, - and _"
            ),
            Self::Padding { at } => write!(f, "there is a = at byte {at}, where none belongs"),
            Self::Length { found } => write!(
                f,
                "{found} characters are not a multiple of four; something is cut off, or the = at the end is missing"
            ),
            Self::Trailing { at, found } => write!(
                f,
                "the last character, {found:?} at byte {at}, has bits set that belong to no byte"
            ),
        }
    }
}

/// Bytes to base64url with padding, without telling how.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    encode(&[("", bytes)], "", Knowers::OWNER, &mut ())
}

/// The text with the padding that it lacks, or has.
#[must_use]
pub fn padded(text: &str) -> String {
    let body = text.trim_end_matches('=');
    format!("{body:=<width$}", width = body.len().next_multiple_of(4))
}

/// Bytes to base64url with padding. Every three bytes become four characters
/// of six bits each.
///
/// The bytes come in their parts, each under its symbol; the text has one, too.
/// Tells one row for each group of three bytes.
pub fn encode(
    parts: &[(&'static str, &[u8])],
    symbol: &'static str,
    known_to: Knowers,
    observer: &mut impl Observer,
) -> String {
    let bytes: Zeroizing<Vec<u8>> = parts
        .iter()
        .flat_map(|(_, bytes)| *bytes)
        .copied()
        .collect::<Vec<_>>()
        .into();
    observer.enter(|| {
        Step::new("base64url", "Write it as text: base64url")
            .says("Three bytes are 24 bits, which are four numbers of six bits, and each number from 0 to 63 has a character. An incomplete last group is padded with =.")
            .source("RFC 4648", "5")
            .rows()
    });
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for (number, group) in bytes.chunks(3).enumerate() {
        let sextets = split(group);
        let characters = sextets.map(|sextet| char::from(*ALPHABET.get(sextet).unwrap_or(&b'?')));
        let used = group.len() + 1;
        text.extend(characters.iter().take(used));
        text.extend(std::iter::repeat_n('=', 4 - used));
        observer.step(|| row(number, group, sextets, &text, known_to));
    }
    observer.amend(|step| {
        let part = |(symbol, bytes): &(&'static str, &[u8])| {
            Expr::from(Value::new(*symbol, Data::Bytes(bytes.to_vec()), known_to))
        };
        let whole = match parts {
            [one] => part(one),
            all => Expr::concat(all.iter().map(part).collect()),
        };
        let t = Value::new(symbol, Data::Text(text.clone()), known_to);
        step.equations
            .push(Equation::equal(Expr::base64_url(whole), &t));
        step.values.push(t);
    });
    observer.leave();
    text
}

/// Reads base64url strictly: padding must be there, and nothing else.
///
/// # Errors
/// The first place where the text is not canonical base64url.
pub fn decode(text: &str) -> Result<Vec<u8>, Base64Error> {
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    for (at, found) in body.char_indices() {
        if found == '=' {
            return Err(Base64Error::Padding { at });
        }
        if sextet_of(found).is_none() {
            return Err(Base64Error::Character { at, found });
        }
    }
    if padding > 2 {
        return Err(Base64Error::Padding { at: body.len() });
    }
    if !text.len().is_multiple_of(4) {
        return Err(Base64Error::Length { found: text.len() });
    }
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3 + 2);
    let sextets: Vec<u32> = body.chars().filter_map(sextet_of).collect();
    for group in sextets.chunks(4) {
        let filled = group
            .iter()
            .chain(std::iter::repeat_n(&0, 4 - group.len()))
            .fold(0_u32, |bits, sextet| bits << 6 | sextet);
        let [_, a, b, c] = filled.to_be_bytes();
        let whole = group.len() - 1;
        if [a, b, c].iter().skip(whole).any(|byte| *byte != 0) {
            return Err(Base64Error::Trailing {
                at: body.len() - 1,
                found: body.chars().last().unwrap_or('?'),
            });
        }
        bytes.extend([a, b, c].iter().take(whole));
    }
    Ok(bytes)
}

/// Up to three bytes as four numbers of six bits.
fn split(group: &[u8]) -> [usize; 4] {
    let bits = group
        .iter()
        .chain(std::iter::repeat_n(&0, 3 - group.len().min(3)))
        .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
    [18, 12, 6, 0].map(|shift| bits >> shift & 63)
}

/// The number that a character stands for.
pub(super) fn sextet_of(character: char) -> Option<u32> {
    let at = ALPHABET
        .iter()
        .position(|byte| char::from(*byte) == character)?;
    u32::try_from(at).ok()
}

fn row(number: usize, group: &[u8], sextets: [usize; 4], text: &str, known_to: Knowers) -> Step {
    let written = text.get(text.len().saturating_sub(4)..).unwrap_or_default();
    let filled = [group, [0, 0].get(group.len() - 1..).unwrap_or_default()].concat();
    let bytes = Value::new("b", Data::Bytes(filled), known_to);
    let [a, b, c, d] = sextets.map(super::pkcs7::size);
    let sum = Expr::Apply(
        crate::engine::trace::Operator::Sum,
        vec![
            Expr::product(a, Expr::power(2, 18)),
            Expr::product(b, Expr::power(2, 12)),
            Expr::product(c, Expr::power(2, 6)),
            d.into(),
        ],
    );
    Step::new(format!("group-{}", number + 1), format!("{} → {written}", hex::encode(group)))
        .says(format!("The four numbers are {a}, {b}, {c} and {d}; the characters with these numbers are {written}."))
        .equation(Equation::equal(Expr::os2ip(&bytes), sum))
        .value(bytes)
        .value(Value::new("text", Data::Text(written.to_owned()), known_to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trace::Recorder;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE;
    use proptest::prelude::*;

    #[test]
    fn says_where_it_is_wrong() {
        for (text, error) in [
            ("AB%D", Base64Error::Character { at: 2, found: '%' }),
            ("ABé=", Base64Error::Character { at: 2, found: 'é' }),
            ("A=BC", Base64Error::Padding { at: 1 }),
            ("ABCDE===", Base64Error::Padding { at: 5 }),
            ("ABC", Base64Error::Length { found: 3 }),
            ("ABCDE", Base64Error::Length { found: 5 }),
            ("AB==", Base64Error::Trailing { at: 1, found: 'B' }),
            ("A+/A", Base64Error::Character { at: 1, found: '+' }),
        ] {
            assert_eq!(decode(text), Err(error), "{text}");
        }
        assert_eq!(decode(""), Ok(Vec::new()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(3), ..ProptestConfig::default() })]
        #[test]
        fn agrees_with_the_crate(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut recorder = Recorder::default();
            let parts = [("bytes", &bytes[..])];
            let text = encode(&parts, "text", Knowers::EVERYBODY, &mut recorder);
            prop_assert_eq!(&text, &BASE64_URL_SAFE.encode(&bytes));
            prop_assert_eq!(decode(&text), Ok(bytes));
            let trace = recorder.finish();
            prop_assert!(trace.lies().is_empty());
        }

        #[test]
        fn accepts_what_the_crate_accepts(text in "[A-Za-z0-9_=%é-]{0,12}") {
            prop_assert_eq!(decode(&text).ok(), BASE64_URL_SAFE.decode(&text).ok());
        }
    }
}
