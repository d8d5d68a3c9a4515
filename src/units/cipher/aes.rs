//! One block through AES, round by round.

use super::opening;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::hex;
use crate::engine::knowers::Knowers;
use crate::engine::picture::Direction;
use crate::engine::source::Source;
use crate::engine::symmetric::aes::flip::{self, Flipped};
use crate::engine::symmetric::aes::tell::Telling;
use crate::engine::symmetric::aes_block::{BLOCK, Block, Key, through};
use crate::engine::text::plural;
use crate::engine::trace::{Observer, Value};
use crate::units::form::{judges, quoted};
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Input, Inputs, Output, Page, Recipe, Showing,
    Start, Tool, choices,
};

/// What to notice in what comes out.
pub const NOTICE: &str = "Touch a byte of a round: what it depends on and what depends on it lights up. One round spreads it over four bytes, two over all sixteen.";

/// Where to read more.
pub const SOURCES: &[Source] = &[Source::new("FIPS 197", "5")];

choices! {
    /// Which way the block goes.
    enum Way, at first Encrypt {
        Encrypt: "encrypt", "Encrypt";
        Decrypt: "decrypt", "Decrypt";
    }
}

choices! {
    /// What a bit is flipped of.
    enum Flip, at first Nothing {
        Nothing: "none", "none";
        Block: "block", "of the block";
        Key: "key", "of the key";
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "aes",
    page: Page::Cipher,
    title: "Inside AES",
    question: "What does AES do to a block?",
    start: Start::Live,
    row: &["way", "block", "key"],
    inputs: &[
        Way::input("way", "Direction"),
        Input {
            hint: "At most 16 bytes of text, or 32 hexadecimal digits. These are of the example of FIPS 197, as the key is.",
            default: "3243f6a8885a308d313198a2e0370734",
            known_to: Knowers::OWNER,
            ..Input::new("block", "Block", Control::Code)
        },
        Input {
            hint: "32 or 64 hexadecimal digits: AES-128 or AES-256.",
            default: "2b7e151628aed2a6abf7158809cf4f3c",
            known_to: Knowers::OWNER,
            ..Input::new("key", "Key", Control::Code)
        },
        Flip::input("flip", "Flip a bit"),
        Input {
            hint: "From 0: the highest bit of the first byte.",
            default: "0",
            showing: Showing::While("flip", &[Flip::Block.value(), Flip::Key.value()]),
            ..Input::new("bit", "Which bit", Control::Number { min: 0, max: 255 })
        },
    ],
    breaks: &[Break {
        label: "Flip a bit of the block",
        says: "The last steps show how far it spreads, round by round.",
        sets: &[("flip", "block")],
    }],
    small: &[],
    makes: &[],
    keeps: false,
    draws: Draws::Never,
};

/// Sends the block through all rounds.
///
/// # Errors
/// When the key or the block is of another length, or has what is no digit.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let way = match Way::read(inputs, "way") {
        Way::Encrypt => Direction::Cipher,
        Way::Decrypt => Direction::Plain,
    };
    observer.step(|| opening::rounds(way));
    let key = key_of(inputs)?;
    let block = block_of(inputs)?;
    let flipped = flipped_of(inputs, &key)?;
    let result = through(way, &key, &block);
    let told = Telling::of(way, &key, &block);
    told.tell(&result, true, observer);
    if let Some(flipped) = flipped {
        flip::tell(way, &key, &block, flipped, observer);
    }
    if let Some(round) = told.rounds().get(1) {
        let whole = told.picture(round, usize::MAX, true);
        observer.opening(|step| opening::went(step, whole));
    }
    let rounds = key.rounds();
    let ours = told.rounds().last().map(|round| round.end());
    Ok(Output {
        headline: match way {
            Direction::Cipher => format!("{rounds} rounds made a ciphertext of the block."),
            Direction::Plain => format!("{rounds} rounds led back to the block."),
        }
        .into(),
        results: vec![match way {
            Direction::Cipher => Value::public_bytes("out", result).meaning("the encrypted block"),
            Direction::Plain => Value::secret_bytes("out", result).meaning("the decrypted block"),
        }],
        agreements: vec![Agreement::new(
            "the block after the last round",
            judges::AES,
            ours == Some(result),
        )],
        recipes: recipes(way, &key, &block),
        ..Output::default()
    })
}

/// The key that the form holds.
fn key_of(inputs: &Inputs) -> Result<Key, Diagnosis> {
    let expected = "16 or 32 bytes as 32 or 64 hexadecimal digits";
    let wrong = |diagnosis: Diagnosis| {
        Diagnosis {
            expected: expected.into(),
            ..diagnosis
        }
        .of("key")
    };
    let bytes = hex::decode(inputs.text("key")).map_err(wrong)?;
    let found = match bytes.len() {
        0 => "nothing".to_owned(),
        length => plural(length),
    };
    Key::read(&bytes).ok_or_else(|| wrong(Diagnosis::expected(expected).found(found)))
}

/// The block that the form holds: a text that is not longer than a block, filled up
/// with zeros, or what digits stand for.
fn block_of(inputs: &Inputs) -> Result<Block, Diagnosis> {
    let text = inputs.text("block");
    if text.len() <= BLOCK {
        let mut bytes = text.bytes();
        return Ok(std::array::from_fn(|_| bytes.next().unwrap_or_default()));
    }
    let expected = "at most 16 bytes of text, or 32 hexadecimal digits";
    let wrong = |diagnosis: Diagnosis| {
        Diagnosis {
            expected: expected.into(),
            ..diagnosis
        }
        .of("block")
    };
    let bytes = hex::decode(text).map_err(wrong)?;
    let found = plural(bytes.len());
    let block = bytes.try_into();
    block.map_err(|_| wrong(Diagnosis::expected(expected).found(found)))
}

/// Which bit is flipped, and of what.
fn flipped_of(inputs: &Inputs, key: &Key) -> Result<Option<(Flipped, usize)>, Diagnosis> {
    let (what, bytes) = match Flip::read(inputs, "flip") {
        Flip::Nothing => return Ok(None),
        Flip::Block => (Flipped::Block, BLOCK),
        Flip::Key => (Flipped::Key, key.bytes().len()),
    };
    let last = i64::try_from(8 * bytes - 1).unwrap_or(i64::MAX);
    let bit = inputs.number("bit", 0..=last)?;
    Ok(usize::try_from(bit).ok().map(|bit| (what, bit)))
}

/// The same by openssl and by Python.
fn recipes(way: Direction, key: &Key, block: &Block) -> Vec<Recipe> {
    let (option, function) = match way {
        Direction::Cipher => ("", "encryptor"),
        Direction::Plain => (" -d", "decryptor"),
    };
    let bits = 8 * key.bytes().len();
    let octal = quoted::octal(block);
    let (key, block) = (hex::encode(key.bytes()), hex::encode(block));
    let openssl = format!(
        "printf '{octal}' |\n  openssl enc{option} -aes-{bits}-ecb -nopad -K {key} | od -An -tx1\n"
    );
    let python = format!(
        r#"from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

key = bytes.fromhex("{key}")
block = bytes.fromhex("{block}")
# ECB is each block by itself. For one block that is AES; for more it is not safe.
cipher = Cipher(algorithms.AES(key), modes.ECB()).{function}()
print((cipher.update(block) + cipher.finalize()).hex())
"#
    );
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "The same block".into(),
            code: openssl,
        },
        Recipe {
            tool: Tool::Python,
            title: "The same block".into(),
            code: python,
        },
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::picture::{Diffusion, Rounds};
    use crate::engine::trace::{Data, Recorder, Trace};
    use crate::units::run;

    fn ran(sets: &[(&'static str, &str)]) -> (Output, Trace) {
        let inputs = sets
            .iter()
            .fold(Inputs::defaults(&ABOUT), |inputs, (id, value)| {
                inputs.with(id, *value)
            });
        let mut recorder = Recorder::default();
        let output = run(ABOUT.id, &inputs, &mut recorder).unwrap();
        (output, recorder.finish())
    }

    fn out(output: &Output) -> String {
        match &output.results[0].data {
            Data::Bytes(bytes) => hex::encode(bytes),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn opens_with_the_example_of_the_standard() {
        let (output, trace) = ran(&[]);
        assert_eq!(out(&output), "3925841d02dc09fbdc118597196a0b32");
        assert!(output.agreements.iter().all(|agreement| agreement.agrees));
        let picture = trace.steps.kept[0].picture.as_deref().unwrap();
        let rounds = picture.downcast::<Rounds>().unwrap();
        assert_eq!((rounds.number, rounds.done.len()), (1, 4));
        let (back, _) = ran(&[("way", "decrypt"), ("block", &out(&output))]);
        assert_eq!(out(&back), ABOUT.input("block").unwrap().default);
    }

    #[test]
    fn a_short_text_is_filled_up_and_a_long_key_has_more_rounds() {
        let (output, trace) = ran(&[("block", "hé"), ("key", &"00".repeat(32))]);
        let block = Block::try_from([&b"h\xc3\xa9"[..], &[0; 13]].concat()).unwrap();
        let key = Key::read(&[0; 32]).unwrap();
        assert_eq!(
            out(&output),
            hex::encode(&through(Direction::Cipher, &key, &block))
        );
        assert!(trace.at("round-14").is_some());
        assert!(output.recipes[0].code.contains("-aes-256-ecb"));
    }

    #[test]
    fn one_bit_changes_half_of_them() {
        for (flip, first) in [("block", 1), ("key", 1)] {
            let (_, trace) = ran(&[("flip", flip), ("bit", "77")]);
            let picture = trace.at("flip").unwrap().picture.as_deref().unwrap();
            let all = picture.downcast::<Diffusion>().unwrap();
            let counts: Vec<u32> = all.differences.iter().map(|one| one.count_ones()).collect();
            assert_eq!((counts[0], counts.len()), (first, 11));
            assert!(
                counts[3..].iter().all(|count| (40..88).contains(count)),
                "{counts:?}"
            );
            assert!(trace.at("every-bit").is_some() && trace.lies().is_empty());
        }
        assert!(ran(&[]).1.at("flip").is_none());
    }

    #[test]
    fn wrong_inputs_are_named() {
        for (id, value, found, at) in [
            ("key", "", "nothing", None),
            ("key", "00ff", "2 bytes", None),
            ("key", "00fg", "'g', which is no hexadecimal digit", Some(3)),
            (
                "block",
                "seventeen letters",
                "'s', which is no hexadecimal digit",
                Some(0),
            ),
            ("block", &"0".repeat(30), "15 bytes", None),
            ("bit", "128", "\"128\"", None),
        ] {
            let inputs = Inputs::defaults(&ABOUT)
                .with("flip", "block")
                .with(id, value);
            let diagnosis = run(ABOUT.id, &inputs, &mut Recorder::default()).unwrap_err();
            assert_eq!(
                (&*diagnosis.input, &*diagnosis.found, diagnosis.at),
                (id, found, at)
            );
        }
    }
}
