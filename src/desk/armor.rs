//! PEM blocks (RFC 7468), by the base64 that Padlock has anyway: a page that
//! carries a second one is 3 kB longer. `der`'s own is the judge in the tests.

use crate::engine::symmetric::base64url;
use zeroize::Zeroizing;

/// How many characters a line of a block has.
const WIDTH: usize = 64;

/// Bytes in base64 (RFC 4648 §4).
#[must_use]
pub(super) fn base64(bytes: &[u8]) -> Zeroizing<String> {
    let text = Zeroizing::new(base64url::text(bytes));
    Zeroizing::new(text.replace('-', "+").replace('_', "/"))
}

/// Bytes as a block with this label.
#[must_use]
pub(super) fn encode(label: &str, bytes: &[u8]) -> Zeroizing<String> {
    let text = base64(bytes);
    // As long as it will be, so that nothing secret is left where it grew.
    let length = text.len() + text.len() / WIDTH + 2 * label.len() + 40;
    let mut block = Zeroizing::new(String::with_capacity(length));
    let frame = |block: &mut String, word: &str| {
        for part in ["-----", word, " ", label, "-----\n"] {
            block.push_str(part);
        }
    };
    frame(&mut block, "BEGIN");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(WIDTH));
        block.push_str(line);
        block.push('\n');
        rest = after;
    }
    frame(&mut block, "END");
    block
}

/// The bytes of a block with this label; `None` where it does not begin with
/// that label.
///
/// # Errors
/// What is damaged, in words.
pub(super) fn decode(label: &str, text: &str) -> Option<Result<Zeroizing<Vec<u8>>, String>> {
    let mut lines = text.trim().lines().map(str::trim);
    let frame = |line: Option<&str>, word: &str| {
        let inner = line?.strip_prefix("-----")?.strip_suffix("-----")?;
        inner
            .strip_prefix(word)?
            .strip_prefix(' ')?
            .eq(label)
            .then_some(())
    };
    frame(lines.next(), "BEGIN")?;
    if frame(lines.next_back(), "END").is_none() {
        return Some(Err("its last line is missing".to_owned()));
    }
    let mut body = Zeroizing::new(String::with_capacity(text.len()));
    for line in lines {
        body.push_str(line);
    }
    // Its own characters, but not those of the other alphabet.
    if let Some(at) = body.find(['-', '_']) {
        return Some(Err(format!("there is no base64 at character {at}")));
    }
    let url = Zeroizing::new(body.replace('+', "-").replace('/', "_"));
    let bytes = base64url::decode(&url).map_err(|error| {
        let at = error.at();
        format!("there is no base64 at character {at}")
    });
    Some(bytes.map(Zeroizing::new))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use der::pem::{self, LineEnding};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(1), ..ProptestConfig::default() })]
        #[test]
        fn blocks_are_those_of_the_crate(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let block = encode("PUBLIC KEY", &bytes);
            prop_assert_eq!(&*block, &pem::encode_string("PUBLIC KEY", LineEnding::LF, &bytes).unwrap());
            prop_assert_eq!(&*decode("PUBLIC KEY", &block).unwrap().unwrap(), &bytes);
            prop_assert_eq!(pem::decode_vec(block.as_bytes()).unwrap().1, bytes);
        }
    }

    #[test]
    fn damaged_blocks_are_refused() {
        let block = encode("X", &[0xfb; 100]);
        assert!(decode("Y", &block).is_none());
        assert!(decode("X", "").is_none());
        for bad in [
            block.replace("-----END X-----", ""),
            block.replace("-----END X-----", "-----END Y-----"),
            block.replacen('+', "-", 1),
            block.replacen("+", "", 1),
            block.replacen('+', "%", 1),
        ] {
            assert!(decode("X", &bad).unwrap().is_err(), "{bad}");
        }
    }
}
