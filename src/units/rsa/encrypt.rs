//! Encrypt with a public RSA key.

use super::form::{ANY_KEY, EncryptionChoice, encryption, public_key, textbook_number};
use super::opening;
use super::rsa_crate::{CRATE, as_wide_as, to_bytes};
use super::wording::{as_text, no_room, short_hex};
use crate::desk::{Draft, Kind, Origin};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::rsa::{Encryption, Error, PublicKey, oaep, pkcs1v15, textbook};
use crate::engine::source::Source;
use crate::engine::text::{plural, short};
use crate::engine::trace::{Data, Observer, Value};
use crate::units::form::quoted::{python_bytes, shell_print};
use crate::units::{
    About, Agreement, Break, Comparison, Context, Control, Draws, Fits, Input, Inputs, Output,
    Page, Recipe, Row, Showing, Start, Tool, choices,
};
use num_bigint::{BigInt, Sign};
use sha2::Sha256;

/// What to notice in what comes out.
pub const NOTICE: &str = "Padding does the real work: without it, the same message always gives the same ciphertext. TLS 1.3 no longer encrypts with RSA; it only signs with it.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 8017", "7.1"),
    Source::new("RFC 8017", "7.2"),
    Source::new("RFC 8017", "5.1.1"),
];

/// The schemes that draw random bytes.
const PADDED: &[&str] = &[
    EncryptionChoice::Fitting.value(),
    EncryptionChoice::Oaep.value(),
    EncryptionChoice::Pkcs1v15.value(),
];

choices! {
    /// The exponent that textbook RSA takes.
    enum ExponentChoice, at first OfKey {
        OfKey: "key", "The key's own e";
        Three: "3", "3, with the same n";
    }
}

/// Encrypt with a public RSA key.
pub static ABOUT: About = About {
    id: "rsa-encrypt",
    page: Page::Rsa,
    title: "Encrypt",
    question: "How can anybody lock a message that only one person can open?",
    start: Start::Live,
    row: &["message", "key", "scheme"],
    inputs: &[
        Input {
            default: "rsa-keygen#1",
            fits: Fits::Held,
            hint: "Encrypting needs the public half only.",
            ..Input::new("key", "Key", Control::Thing(ANY_KEY))
        },
        Input {
            hint: "OAEP is the one to use. PKCS#1 v1.5 is old: a server that tells whether a block was well formed can be made to decrypt anything (Bleichenbacher, 1998).",
            ..EncryptionChoice::input("scheme", "Scheme")
        },
        Input {
            default: "Meet me at noon.",
            hint: "RSA encrypts short messages only. With textbook RSA, a message of digits is taken as that number; any other text is read as one number, or cut into blocks where n is small.",
            known_to: Knowers::OWNER,
            ..Input::new("message", "Message", Control::Area)
        },
        Input {
            hint: "Padding protects against what happens here with 3.",
            showing: Showing::While("scheme", &[EncryptionChoice::Textbook.value()]),
            ..ExponentChoice::input("exponent", "Exponent")
        },
    ],
    breaks: &[
        Break {
            label: "Leave the padding out",
            says: "Encrypting twice gives the same ciphertext twice: whoever guesses the message can check the guess with the public key.",
            sets: &[
                ("scheme", EncryptionChoice::Textbook.value()),
                ("message", "Meet me at noon."),
                ("exponent", ExponentChoice::OfKey.value()),
            ],
        },
        Break {
            label: "A short message and e = 3",
            says: "The cube of a short message is below n, so no reduction happens, and an ordinary cube root opens the ciphertext.",
            sets: &[
                ("scheme", EncryptionChoice::Textbook.value()),
                ("message", "42"),
                ("exponent", ExponentChoice::Three.value()),
            ],
        },
    ],
    small: &[("message", "4")],
    makes: &[],
    keeps: true,
    draws: Draws::While("scheme", PADDED),
};

/// Encrypts.
///
/// # Errors
/// When there is no usable key, or the message does not fit it.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let key = public_key(inputs, "key")?;
    let message = inputs.text("message");
    let wanted = encryption(inputs);
    let scheme = wanted.unwrap_or_else(|| Encryption::fitting(&key));
    let mut output = match scheme {
        Encryption::Textbook => bare(inputs, &key, message, observer)?,
        scheme => padded(inputs, scheme, &key, message, observer)?,
    };
    output.recipes = recipes(scheme, &key, message);
    if wanted.is_none() {
        let why = match scheme {
            Encryption::Textbook => no_room(&key, "OAEP", oaep::ADDS),
            _ => format!(
                "Scheme: OAEP, which n has room for with its {}.",
                plural(key.size())
            ),
        };
        output.headline = format!("{} {why}", output.headline).into();
    }
    Ok(output)
}

fn padded(
    inputs: &Inputs,
    scheme: Encryption,
    key: &PublicKey,
    message: &str,
    observer: &mut impl Observer,
) -> Result<Output, Diagnosis> {
    let name = if scheme == Encryption::Oaep {
        "oaep"
    } else {
        "pkcs1v15"
    };
    let bytes = message.as_bytes();
    let theirs = key.to_crate().map_err(at)?;
    observer.step(|| match scheme {
        Encryption::Oaep => opening::oaep(),
        _ => opening::locked(),
    });
    // Both draw the same random bytes, so both must make the same ciphertext.
    let generator = |time: &str| {
        let what = [&key.n.integer.to_bytes_be().1[..], bytes];
        inputs
            .randomness
            .generator_for(&format!("rsa-encrypt {name} {time}"), &what)
    };
    let (ours, again, theirs) = if scheme == Encryption::Oaep {
        (
            oaep::encrypt(key, bytes, b"", &mut generator("1"), observer).map_err(at)?,
            oaep::encrypt(key, bytes, b"", &mut generator("2"), &mut ()).map_err(at)?,
            theirs.oaep_encrypt_with_rng::<Sha256, _>(&mut generator("1"), bytes),
        )
    } else {
        (
            pkcs1v15::encrypt(key, bytes, &mut generator("1"), observer).map_err(at)?,
            pkcs1v15::encrypt(key, bytes, &mut generator("2"), &mut ()).map_err(at)?,
            theirs.pkcs1v15_encrypt_with_rng(&mut generator("1"), bytes),
        )
    };
    let agrees = theirs.as_ref().is_ok_and(|theirs| *theirs == ours);
    let ciphertext = theirs.unwrap_or_else(|_| ours.clone());
    Ok(Output {
        headline: format!(
            "The message of {} is locked in a ciphertext of {}.",
            plural(bytes.len()),
            plural(ciphertext.len())
        )
        .into(),
        good: Some(true),
        results: vec![Value::public_bytes("C", ciphertext.clone()).meaning("ciphertext")],
        comparisons: vec![twice(&ours, &again)],
        agreements: vec![Agreement::new("the ciphertext", CRATE, agrees)],
        drafts: vec![draft(inputs, ciphertext)],
        ..Output::default()
    })
}

fn bare(
    inputs: &Inputs,
    key: &PublicKey,
    message: &str,
    observer: &mut impl Observer,
) -> Result<Output, Diagnosis> {
    // Hidden, and without meaning, unless textbook RSA was asked for.
    let small = match ExponentChoice::read(inputs, "exponent") {
        _ if EncryptionChoice::read(inputs, "scheme") != EncryptionChoice::Textbook => false,
        ExponentChoice::OfKey => false,
        ExponentChoice::Three => key.e.integer != BigInt::from(3),
    };
    let owner = &key.e.integer;
    let key = if small {
        PublicKey::new(key.n.integer.clone(), 3.into()).map_err(at)?
    } else {
        key.clone()
    };
    let number = textbook_number(message);
    if let Some(step) = opening::bare_encryption(&key, message.as_bytes(), number.clone()) {
        observer.step(|| step);
    }
    let (messages, numbers) = match number {
        Some(m) => {
            let c = textbook::encrypt(&key, &m, observer).map_err(at)?;
            (Some(m), vec![c])
        }
        None => (
            None,
            textbook::encrypt_text(&key, message.as_bytes(), observer).map_err(at)?,
        ),
    };
    let bytes: Vec<u8> = numbers
        .iter()
        .flat_map(|c| to_bytes(c, key.size()))
        .collect();
    let mut output = match numbers.as_slice() {
        [c] => {
            let sent = match messages {
                Some(m) => Sent::Number(m),
                None => Sent::Text(BigInt::from_bytes_be(Sign::Plus, message.as_bytes())),
            };
            one_number(&key, &sent, c)
        }
        numbers => in_blocks(&key, message.as_bytes(), numbers),
    };
    if small {
        output.headline = format!(
            "{} Decrypting with this key gives something else, since its d belongs to e = {owner}.",
            output.headline
        )
        .into();
    }
    output.good = Some(false);
    output.comparisons.insert(0, twice(&bytes, &bytes));
    output.drafts = vec![draft(inputs, bytes)];
    Ok(output)
}

/// A message as it was written: a number, or a text and the number of its
/// bytes.
enum Sent {
    Number(BigInt),
    Text(BigInt),
}

fn one_number(key: &PublicKey, sent: &Sent, c: &BigInt) -> Output {
    let (Sent::Number(m) | Sent::Text(m)) = sent;
    let unreduced = key.e.integer == BigInt::from(3) && m.pow(3) == *c;
    let headline = if unreduced {
        let root = c.cbrt();
        let text = match sent {
            Sent::Text(_) => as_text(&root).map(|text| format!(", as text {text}")),
            Sent::Number(_) => None,
        }
        .unwrap_or_default();
        format!(
            "The cube root of the ciphertext is the message: {}{text}. No key is needed.",
            short(&root)
        )
    } else {
        "Encrypted without padding. Encrypting the message again gives the same ciphertext, so a guess can be checked.".into()
    };
    Output {
        headline: headline.into(),
        results: vec![Value::public("c", c.clone()).meaning("ciphertext")],
        agreements: vec![Agreement::new("the power", CRATE, crate_agrees(key, m, c))],
        ..Output::default()
    }
}

/// The most blocks that are put into a table.
const ROWS: usize = 64;

fn in_blocks(key: &PublicKey, message: &[u8], numbers: &[BigInt]) -> Output {
    let length = textbook::block_length(&key.n.integer).max(1);
    let agrees = message
        .chunks(length)
        .zip(numbers)
        .all(|(m, c)| crate_agrees(key, &BigInt::from_bytes_be(Sign::Plus, m), c));
    let rows: Vec<Row> = numbers
        .iter()
        .zip(1..)
        .take(ROWS)
        .map(|(c, number)| {
            let before = numbers.iter().zip(1..number).find(|(other, _)| *other == c);
            Row {
                name: format!("block {number}").into(),
                left: short(c).into(),
                right: match before {
                    Some((_, before)) => format!("the same as block {before}").into(),
                    None => "new".into(),
                },
                note: "".into(),
            }
        })
        .collect();
    let seen = Comparison {
        names: "".into(),
        title: "What an eavesdropper sees".into(),
        left: "Number".into(),
        right: "Seen before?".into(),
        rows,
    };
    let all: Vec<String> = numbers.iter().map(short).collect();
    Output {
        headline: format!(
            "Encrypted in {} blocks of {}, without padding: equal blocks give equal numbers, and an eavesdropper sees which ones repeat.",
            numbers.len(),
            plural(length)
        )
        .into(),
        results: vec![
            Value::new("c", Data::Text(all.join(", ")), Knowers::EVERYBODY)
                .meaning("ciphertext, a number for each block"),
        ],
        comparisons: vec![seen],
        agreements: vec![Agreement::new("the powers", CRATE, agrees)],
        ..Output::default()
    }
}

fn crate_agrees(key: &PublicKey, m: &BigInt, c: &BigInt) -> bool {
    key.to_crate().is_ok_and(|theirs| {
        rsa::hazmat::rsa_encrypt(&theirs, &as_wide_as(&theirs, m))
            .is_ok_and(|result| result == as_wide_as(&theirs, c))
    })
}

fn draft(inputs: &Inputs, ciphertext: Vec<u8>) -> Draft {
    Draft {
        name: "Ciphertext".to_owned(),
        kind: Kind::Ciphertext,
        bytes: ciphertext.into(),
        made_from: vec![Origin::Input(0)],
        demonstration: inputs.is_demonstration(),
    }
}

fn twice(first: &[u8], second: &[u8]) -> Comparison {
    Comparison {
        names: "".into(),
        title: "The same message, encrypted twice".into(),
        left: "First".into(),
        right: "Again".into(),
        rows: vec![Row {
            name: "ciphertext".into(),
            left: short_hex(first).into(),
            right: short_hex(second).into(),
            note: if first == second {
                "The same: an eavesdropper sees when a message is repeated.".into()
            } else {
                "Different, because the padding is random.".into()
            },
        }],
    }
}

fn at(error: Error) -> Diagnosis {
    match error {
        Error::KeyTooShort { .. } | Error::Exponent { .. } => error.diagnosis().of("key"),
        _ => error.diagnosis().of("message"),
    }
}

fn recipes(scheme: Encryption, key: &PublicKey, message: &str) -> Vec<Recipe> {
    let (options, padding) = match scheme {
        Encryption::Oaep => (
            "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256",
            "padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)",
        ),
        Encryption::Pkcs1v15 => ("-pkeyopt rsa_padding_mode:pkcs1", "padding.PKCS1v15()"),
        Encryption::Textbook => return vec![bare_recipe(key, message)],
    };
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Encrypt the same message with the public key".into(),
            code: format!(
                "{} > message.txt\nopenssl pkeyutl -encrypt -pubin -inkey public-key.pem {options} -in message.txt -out ciphertext.bin\n",
                shell_print(message.as_bytes())
            ),
        },
        Recipe {
            tool: Tool::Python,
            title: "Encrypt the same message with the public key".into(),
            code: format!(
                "from cryptography.hazmat.primitives import hashes, serialization\nfrom cryptography.hazmat.primitives.asymmetric import padding\n\nwith open(\"public-key.pem\", \"rb\") as file:\n    key = serialization.load_pem_public_key(file.read())\nciphertext = key.encrypt({}, {padding})\nwith open(\"ciphertext.bin\", \"wb\") as file:\n    file.write(ciphertext)\n",
                python_bytes(message.as_bytes())
            ),
        },
    ]
}

fn bare_recipe(key: &PublicKey, message: &str) -> Recipe {
    let (n, e) = (&key.n.integer, &key.e.integer);
    let whole = BigInt::from_bytes_be(Sign::Plus, message.as_bytes());
    let number = textbook_number(message).or_else(|| (whole < *n).then_some(whole));
    Recipe {
        tool: Tool::Python,
        title: "The same power with plain Python".into(),
        code: match number {
            Some(m) => format!("n = {n}\ne = {e}\nm = {m}\nprint(pow(m, e, n))\n"),
            None => format!(
                "n = {n}\ne = {e}\nsize = {}\nmessage = {}\nblocks = [message[i:i + size] for i in range(0, len(message), size)]\nprint([pow(int.from_bytes(block, \"big\"), e, n) for block in blocks])\n",
                textbook::block_length(n),
                python_bytes(message.as_bytes())
            ),
        },
    }
}
