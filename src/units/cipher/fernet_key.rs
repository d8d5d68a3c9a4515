//! Make a Fernet key.

use super::opening;
use crate::desk::{Draft, Kind, Origin};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::source::Source;
use crate::engine::symmetric::base64url;
use crate::engine::symmetric::fernet::{Key, dissect_key};
use crate::engine::trace::{Data, Observer, Step, Value};
use crate::units::form::judges;
use crate::units::{
    About, Agreement, Context, Control, Draws, Input, Inputs, Output, Page, Recipe, Showing, Start,
    Tool, choices,
};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE;
use rand::Rng as _;
use zeroize::Zeroizing;

/// What to notice in what comes out.
pub const NOTICE: &str = "A Fernet key is two keys: 16 bytes for the HMAC, which shows every change, and 16 bytes that encrypt.";

/// Where to read more.
pub const SOURCES: &[Source] = &[Source::new("Fernet", "Key Format")];

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "fernet-key",
    page: Page::Cipher,
    title: "Make a key",
    question: "What is the one secret that both sides share?",
    start: Start::Live,
    row: &[],
    inputs: &[],
    breaks: &[],
    small: &[],
    makes: &[],
    keeps: true,
    draws: Draws::Always,
};

/// Draws 32 bytes and shows them as a key.
///
/// # Errors
/// None that a person can cause.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    inputs
        .randomness
        .generator("fernet-key")
        .fill_bytes(&mut bytes[..]);
    observer.step(|| opening::key(&bytes));
    observer.step(|| {
        Step::new("draw", "Draw 32 random bytes")
            .says(if inputs.randomness.is_lesson() {
                "They come from the word of the lesson: everybody who knows it has the same key."
            } else {
                "They come from the random numbers of your browser, 256 bits that nobody can guess."
            })
            .value(Value::secret_bytes("K", &bytes[..]).meaning("the key"))
            .source("Fernet", "Key Format")
    });
    let key = Key::from_bytes(&bytes[..]).map_err(|error| Diagnosis::bug(error.to_string()))?;
    key.tell_halves(observer);
    let text = base64url::encode(&[("K", &bytes[..])], "key", Knowers::OWNER, observer);
    let theirs = BASE64_URL_SAFE.encode(&bytes[..]);
    Ok(Output {
        glance: "32 bytes".into(),
        headline: "Here is a new key: 32 random bytes, written as 44 characters.".into(),
        results: vec![secret_text("key", theirs.clone()).meaning("the key in base64url")],
        bytes: vec![dissect_key(&key)],
        agreements: vec![Agreement::new("the key as text", judges::BASE64, text == theirs)],
        drafts: vec![Draft {
            name: "Fernet key".into(),
            kind: Kind::FernetKey,
            bytes: bytes.to_vec().into(),
            made_from: Vec::new(),
            demonstration: inputs.is_demonstration(),
        }],
        recipes: vec![
            Recipe {
                tool: Tool::Python,
                title: "Make a key of your own".into(),
                code: "from cryptography.fernet import Fernet\n\nprint(Fernet.generate_key().decode())\n".into(),
            },
            Recipe {
                tool: Tool::Openssl,
                title: "Make a key of your own".into(),
                code: "openssl rand 32 | openssl base64 -A | tr '+/' '-_'\n".into(),
            },
        ],
        ..Output::default()
    })
}

/// The key of the Fernet specification's own examples: known to everybody.
pub(in crate::units) const PUBLISHED_KEY: &str = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

choices! {
    /// Where the key comes from.
    pub(in crate::units) enum FernetKeySource, at first Typed {
        Typed: "typed", "typed here";
        Desk: "desk", "from the desk";
    }
}

/// Where the key comes from.
pub(in crate::units) const KEY_FROM: Input = Input {
    ..FernetKeySource::input("key-from", "Key")
};

/// The key as text.
pub(in crate::units) const KEY: Input = Input {
    hint: "44 characters of base64url. The one given here is the example of the Fernet specification.",
    default: PUBLISHED_KEY,
    known_to: Knowers::OWNER,
    showing: Showing::While("key-from", &[FernetKeySource::Typed.value()]),
    ..Input::new("key", "The key as text", Control::Code)
};

/// The key as a thing.
pub(in crate::units) const KEY_THING: Input = Input {
    default: "fernet-key",
    known_to: Knowers::OWNER,
    showing: Showing::While("key-from", &[FernetKeySource::Desk.value()]),
    ..Input::new(
        "key-thing",
        "The key from the desk",
        Control::Thing(&[Kind::FernetKey]),
    )
};

/// A key or a token as it was copied: without the white space, the invisible
/// marks and the quotes around it, as Python prints bytes. Without quotes, a
/// `b` is a part of the text.
pub(in crate::units) fn unquoted(text: &str) -> &str {
    let edge = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}');
    let text = text.trim_matches(edge);
    let bare = ["'", "\""].iter().find_map(|quote| {
        text.strip_prefix('b')
            .unwrap_or(text)
            .strip_prefix(quote)?
            .strip_suffix(quote)
    });
    bare.unwrap_or(text)
}

/// The key that a form names, and what there is to say of how it is written.
/// Of several keys, as `MultiFernet` takes them, it is the first that fits, or
/// else the first.
///
/// # Errors
/// When the text is no key, or no key is chosen.
pub(in crate::units) fn key_of(
    inputs: &Inputs,
    fits: impl Fn(&Key) -> bool,
) -> Result<(Key, Option<String>), Diagnosis> {
    if FernetKeySource::read(inputs, "key-from") == FernetKeySource::Desk {
        let thing = inputs.thing("key-thing")?;
        let key = Key::from_bytes(&thing.bytes).map_err(|error| {
            Diagnosis::expected("a Fernet key of 32 bytes")
                .of("key-thing")
                .found(error.to_string())
        })?;
        return Ok((key, None));
    }
    let whole = inputs.text("key");
    let text = unquoted(whole);
    if text.is_empty() {
        return Err(Diagnosis::expected("a Fernet key")
            .of("key")
            .found("nothing")
            .help("Make one above, or take the one of the specification."));
    }
    if let Some(several) = several(text).and_then(|keys| one_of(keys, fits)) {
        return Ok(several);
    }
    let lead = whole.find(text).unwrap_or(0) + text.len() - text.trim_start().len();
    let (key, remark) =
        Key::read(text).map_err(|error| error.diagnosis().moved(|at| lead + at).of("key"))?;
    Ok((key, remark.map(|remark| format!("The key: {remark}"))))
}

/// The keys of text that has several, each as long as a key is.
fn several(text: &str) -> Option<Vec<Key>> {
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']');
    let words = text.split(between).filter(|word| !word.is_empty());
    let keys = words.map(|word| {
        let word = unquoted(word);
        let fits = matches!(word.len(), 43 | 44);
        Key::parse(word).ok().filter(|_| fits)
    });
    keys.collect::<Option<Vec<_>>>().filter(|all| all.len() > 1)
}

/// The first key that fits, or else the first, with words about it.
fn one_of(keys: Vec<Key>, fits: impl Fn(&Key) -> bool) -> Option<(Key, Option<String>)> {
    let all = keys.len();
    let at = keys.iter().position(fits).unwrap_or(0);
    let remark = format!(
        "{all} keys are given, and number {} of them is used. In Python, MultiFernet takes several; Fernet takes one.",
        at + 1
    );
    Some((keys.into_iter().nth(at)?, Some(remark)))
}

/// Whether others may know the key.
pub(in crate::units) fn is_known(inputs: &Inputs, key: &Key) -> bool {
    inputs.is_demonstration() || key.text() == PUBLISHED_KEY
}

/// The key as a draft, where it was typed and is not on the desk yet.
pub(in crate::units) fn key_draft(inputs: &Inputs, key: &Key) -> Option<Draft> {
    (FernetKeySource::read(inputs, "key-from") == FernetKeySource::Typed).then(|| Draft {
        name: if key.text() == PUBLISHED_KEY {
            "Fernet key of the specification".into()
        } else {
            "Fernet key".into()
        },
        kind: Kind::FernetKey,
        bytes: key.bytes().into(),
        made_from: Vec::new(),
        demonstration: is_known(inputs, key),
    })
}

/// Where a thing that was made with the key comes from; `sibling` is the
/// index of the key's own draft.
pub(in crate::units) fn key_origin(about: &About, inputs: &Inputs, sibling: u32) -> Origin {
    if FernetKeySource::read(inputs, "key-from") == FernetKeySource::Desk {
        origin(about, "key-thing")
    } else {
        Origin::Sibling(sibling)
    }
}

/// Where a thing that was made from an input comes from.
pub(in crate::units) fn origin(about: &About, input: &str) -> Origin {
    let at = about.inputs.iter().position(|known| known.id == input);
    Origin::Input(at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0))
}

/// A secret text as a value.
pub(in crate::units) fn secret_text(symbol: &'static str, text: String) -> Value {
    Value::new(symbol, Data::Text(text), Knowers::OWNER)
}

/// A public text as a value.
pub(in crate::units) fn public_text(symbol: &'static str, text: String) -> Value {
    Value::new(symbol, Data::Text(text), Knowers::EVERYBODY)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests may fail loudly"
    )]
    use super::*;
    use crate::engine::trace::Recorder;
    use crate::units::Randomness;
    use crate::units::{Inputs, run};

    #[test]
    fn makes_the_same_key_for_a_whole_class() {
        let inputs = Inputs::defaults(&ABOUT);
        let mut recorder = Recorder::default();
        let output = run(ABOUT.id, &inputs, &mut recorder).unwrap();
        assert!(recorder.finish().lies().is_empty());
        assert_eq!(
            output,
            run(ABOUT.id, &inputs, &mut Recorder::default()).unwrap()
        );
        assert!(output.drafts[0].demonstration);
        assert!(output.agreements[0].agrees);
        assert_eq!(output.bytes[0].check(), Ok(()));
    }

    #[test]
    fn a_fresh_key_is_no_demonstration() {
        let inputs = Inputs {
            randomness: Randomness::Fresh([9; 32]),
            ..Inputs::defaults(&ABOUT)
        };
        let output = run(ABOUT.id, &inputs, &mut Recorder::default()).unwrap();
        assert!(!output.drafts[0].demonstration);
    }

    #[test]
    fn a_wrong_key_is_named_at_its_byte() {
        let inputs = Inputs::default().with("key", " cw_0x6 9");
        let diagnosis = key_of(&inputs, |_| true).unwrap_err();
        assert_eq!((&*diagnosis.input, diagnosis.at), ("key", Some(7)));
        for key in ["", "AAAA", "AAAAA", "=", "AB=="] {
            assert!(key_of(&Inputs::default().with("key", key), |_| true).is_err());
        }
        assert!(key_of(&Inputs::default().with("key-from", "desk"), |_| true).is_err());
        let diagnosis =
            key_of(&Inputs::default().with("key", "b'cw_0x6 9'"), |_| true).unwrap_err();
        assert_eq!(diagnosis.at, Some(8), "{diagnosis}");
        for key in ["b'{}'", "'{}'", "\"{}\"\n", " {} ", "\u{feff}{}"] {
            let key = key.replace("{}", PUBLISHED_KEY);
            assert!(key_of(&Inputs::default().with("key", key), |_| true).is_ok());
        }
    }
}
