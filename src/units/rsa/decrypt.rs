//! Decrypt with a private RSA key.

use super::form::{
    DECRYPTION, EncryptionChoice, HOW, PRIVATE_KEY, bit, encryption, flipped, how, private_key,
    which_bit,
};
use super::opening;
use super::rsa_crate::{CRATE, leads_back};
use super::wording::{as_text, no_room};
use crate::desk::Kind;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::rsa::scheme::{self, Decryption};
use crate::engine::rsa::{DecryptionOutcome, Encryption, PrivateKey, oaep, textbook};
use crate::engine::source::Source;
use crate::engine::text::{plural, short};
use crate::engine::trace::{Data, Observer, Value};
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Fits, Input, Inputs, Output, Page, Recipe,
    Start, Tool, choices,
};
use chacha20::ChaCha20Rng;
use num_bigint::{BigInt, Sign};
use sha2::Sha256;

/// What to notice in what comes out.
pub const NOTICE: &str = "Most libraries do the work modulo p and modulo q, with half as many bits, and put it together at the end; only whoever knows p and q can do that.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 8017", "5.1.2"),
    Source::new("RFC 8017", "7.1.2"),
    Source::new("RFC 8017", "7.2.2"),
];

choices! {
    /// What changes on the way.
    enum CiphertextTampering, at first Nothing {
        Nothing: "none", "Nothing";
        Ciphertext: "ciphertext", "One bit of the ciphertext";
    }
}

/// Decrypt with a private RSA key.
pub static ABOUT: About = About {
    id: "rsa-decrypt",
    page: Page::Rsa,
    title: "Decrypt",
    question: "How does the private key open what the public key locked?",
    start: Start::Live,
    row: &["ciphertext", "key", "scheme"],
    inputs: &[
        Input {
            default: "rsa-keygen",
            fits: Fits::KeyOf("ciphertext"),
            ..Input::new("key", "Private key", Control::Thing(PRIVATE_KEY))
        },
        Input {
            default: "rsa-encrypt",
            ..Input::new(
                "ciphertext",
                "Ciphertext",
                Control::Thing(&[Kind::Ciphertext]),
            )
        },
        Input {
            hint: "Padlock can read it off the padding. A server must not look: it takes one scheme for one key.",
            ..DECRYPTION
        },
        Input {
            tells: true,
            ..CiphertextTampering::input("tamper", "Change on the way")
        },
        which_bit(&[CiphertextTampering::Ciphertext.value()]),
        HOW,
    ],
    breaks: &[
        Break {
            label: "Flip a bit on the way",
            says: "One bit of the ciphertext changes the whole block, and the padding no longer fits.",
            sets: &[("tamper", CiphertextTampering::Ciphertext.value())],
        },
        Break {
            label: "Decrypt with the wrong scheme",
            says: "The power is the same for all schemes; what the block must look like is not.",
            sets: &[
                ("scheme", EncryptionChoice::Pkcs1v15.value()),
                ("tamper", CiphertextTampering::Nothing.value()),
            ],
        },
    ],
    small: &[],
    makes: &[],
    keeps: false,
    draws: Draws::Never,
};

/// Decrypts.
///
/// # Errors
/// When there is no usable key or no ciphertext.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let key = private_key(inputs, "key")?;
    let ciphertext = &inputs.thing("ciphertext")?.bytes;
    let ciphertext = match CiphertextTampering::read(inputs, "tamper") {
        CiphertextTampering::Nothing => ciphertext.to_vec(),
        CiphertextTampering::Ciphertext => flipped(ciphertext, bit(inputs)?),
    };
    let wanted = encryption(inputs);
    let bare_way = opening::bare_decryption(&key, &ciphertext);
    observer.step(|| bare_way.unwrap_or_else(opening::locked));
    let decrypted = scheme::decrypt(&key, &ciphertext, wanted, how(inputs), observer)
        .map_err(|error| error.diagnosis().of("key"))?;
    let mut output = match decrypted.scheme {
        Encryption::Textbook => bare(&key, &ciphertext, &decrypted),
        scheme => padded(inputs, &key, &ciphertext, scheme, &decrypted.opened)?,
    };
    let mut words = vec![output.headline.to_string()];
    words.extend(remarks(&key, &ciphertext, wanted, &decrypted, observer));
    output.headline = words.join(" ").into();
    output.recipes = recipes(decrypted.scheme, &key, &ciphertext);
    Ok(output)
}

/// What else there is to say: which scheme it was, what the block looks like,
/// and what a server must not do.
fn remarks(
    key: &PrivateKey,
    ciphertext: &[u8],
    wanted: Option<Encryption>,
    decrypted: &Decryption,
    observer: &mut impl Observer,
) -> Vec<String> {
    let scheme = decrypted.scheme;
    let mut words = Vec::new();
    match decrypted.looks_like {
        Some(shown) if shown != scheme => words.push(format!(
            "But this block looks like {}: try that scheme.",
            shown.name()
        )),
        Some(shown) if wanted.is_none() => {
            words.push(format!("The block has the form of {}.", shown.name()));
        }
        None if wanted.is_none() && Encryption::fitting(&key.public()) == Encryption::Textbook => {
            words.push(no_room(&key.public(), "OAEP", oaep::ADDS));
        }
        _ => {}
    }
    if decrypted.looks_like.is_none() && !key.is_toy() && ciphertext.len() == key.size() {
        let c = BigInt::from_bytes_be(Sign::Plus, ciphertext);
        if let Some(root) = textbook::cube_root(&c, observer) {
            words.push(format!(
                "But the ciphertext is a cube, as a short message under e = 3 makes it: its cube root is {}{}, and no key is needed. The d of this key belongs to e = {} and opens nothing made with another e.",
                short(&root),
                as_text(&root).map_or_else(String::new, |text| format!(", as text {text}")),
                key.e.integer
            ));
            return words;
        }
    }
    if decrypted.opened.message.is_none() {
        match scheme {
            Encryption::Pkcs1v15 => words.push("A server must not even show whether the padding was right, neither by its answer nor by the time it takes: that one bit let Bleichenbacher (1998) decrypt any ciphertext. So it goes on with a made-up message (implicit rejection).".into()),
            Encryption::Oaep => words.push("A server must give the same answer to every failure: one that told the first byte apart could be made to decrypt anything (Manger, 2001).".into()),
            Encryption::Textbook => {}
        }
    }
    words
}

fn padded(
    inputs: &Inputs,
    key: &PrivateKey,
    ciphertext: &[u8],
    scheme: Encryption,
    opened: &DecryptionOutcome,
) -> Result<Output, Diagnosis> {
    let theirs = key
        .to_crate()
        .map_err(|error| error.diagnosis().of("key"))?;
    Ok(if scheme == Encryption::Pkcs1v15 {
        let theirs = theirs.pkcs1v15_decrypt_with_rng(&mut blinding(inputs), ciphertext);
        old_output(opened, theirs.ok())
    } else {
        let theirs = theirs
            .oaep_decrypt_with_rng::<Sha256, _>(&mut blinding(inputs), ciphertext)
            .ok();
        opened_output(opened, theirs.as_ref() == opened.message.as_deref())
    })
}

/// The crate's blinding does not change its result.
fn blinding(inputs: &Inputs) -> ChaCha20Rng {
    inputs.randomness.generator("rsa-decrypt blinding")
}

fn opened_output(opened: &DecryptionOutcome, agrees: bool) -> Output {
    let what = if opened.message.is_some() {
        "the message"
    } else {
        "that the ciphertext is refused"
    };
    let agreements = vec![Agreement::new(what, CRATE, agrees)];
    match &opened.message {
        Some(message) => Output {
            headline: format!("Decrypted: the message has {}.", plural(message.len())).into(),
            good: Some(true),
            results: vec![shown("M", message).meaning("message")],
            agreements,
            ..Output::default()
        },
        None => Output {
            headline: format!("Nothing to read. {}", opened.why).into(),
            good: Some(false),
            agreements,
            ..Output::default()
        },
    }
}

/// PKCS#1 v1.5: the crate does not say that a block is wrong, it answers with
/// a made-up message, so there is nothing to compare then.
fn old_output(opened: &DecryptionOutcome, theirs: Option<Vec<u8>>) -> Output {
    let agrees = theirs.as_ref() == opened.message.as_deref();
    let mut output = opened_output(opened, agrees);
    if opened.message.is_none()
        && let Some(made_up) = theirs
    {
        output.agreements.clear();
        output.results.push(shown("M′", &made_up).meaning(
            "what the rsa crate answers instead: a made-up message, so that nobody learns from the answer whether the padding was right",
        ));
    }
    output
}

fn bare(key: &PrivateKey, ciphertext: &[u8], decrypted: &Decryption) -> Output {
    if decrypted.numbers.is_empty() {
        return Output {
            headline: format!("Nothing to read. {}", decrypted.opened.why).into(),
            good: Some(false),
            ..Output::default()
        };
    }
    let agrees = textbook::numbers(&key.public(), ciphertext).is_ok_and(|sent| {
        sent.len() == decrypted.numbers.len()
            && sent
                .iter()
                .zip(&decrypted.numbers)
                .all(|(c, m)| leads_back(key, c, m))
    });
    let text = decrypted
        .opened
        .message
        .as_ref()
        .filter(|bytes| readable(bytes))
        .map(|bytes| shown("M", bytes));
    let (headline, mut results, what) = match decrypted.numbers.as_slice() {
        [m] => (
            format!(
                "The number {} comes out. Without padding nothing tells whether it is what was encrypted.",
                short(m)
            ),
            vec![Value::secret("m", m.clone()).meaning("message, as a number")],
            "the power",
        ),
        numbers => {
            let all: Vec<String> = numbers.iter().map(short).collect();
            (
                format!(
                    "{} numbers come out, one for each block{}. Without padding nothing tells whether they are what was encrypted.",
                    numbers.len(),
                    if text.is_some() {
                        ", and together they are a text"
                    } else {
                        ""
                    }
                ),
                vec![
                    Value::new("m", Data::Text(all.join(", ")), Knowers::OWNER)
                        .meaning("message, a number for each block"),
                ],
                "the powers",
            )
        }
    };
    results.extend(text.map(|text| {
        text.meaning(if decrypted.numbers.len() == 1 {
            "the number read as text"
        } else {
            "the numbers read as text"
        })
    }));
    Output {
        headline: headline.into(),
        good: None,
        results,
        agreements: vec![Agreement::new(what, CRATE, agrees)],
        ..Output::default()
    }
}

fn readable(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| {
        !text.is_empty()
            && !text
                .chars()
                .any(|one| one.is_control() && !matches!(one, '\n' | '\r' | '\t'))
    })
}

/// Text where the bytes are text.
fn shown(symbol: &'static str, bytes: &[u8]) -> Value {
    let data = match std::str::from_utf8(bytes) {
        Ok(text) => Data::Text(text.to_owned()),
        Err(_) => Data::Bytes(bytes.to_vec()),
    };
    Value::new(symbol, data, Knowers::OWNER)
}

fn recipes(scheme: Encryption, key: &PrivateKey, ciphertext: &[u8]) -> Vec<Recipe> {
    let (options, padding) = match scheme {
        Encryption::Oaep => (
            "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256",
            "padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)",
        ),
        Encryption::Pkcs1v15 => ("-pkeyopt rsa_padding_mode:pkcs1", "padding.PKCS1v15()"),
        Encryption::Textbook if key.is_toy() => {
            let numbers = textbook::numbers(&key.public(), ciphertext).unwrap_or_default();
            let all: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let all = all.join(", ");
            let power = match numbers.as_slice() {
                [_] => format!("print(pow({all}, d, n))"),
                _ => format!("print([pow(c, d, n) for c in [{all}]])"),
            };
            return vec![Recipe {
                tool: Tool::Python,
                title: "The same with plain Python".into(),
                code: format!("n, d = {}, {}\n{power}\n", key.n.integer, key.d.integer),
            }];
        }
        Encryption::Textbook => {
            return vec![Recipe {
                tool: Tool::Openssl,
                title: "The bare power, without looking at any padding".into(),
                code: "openssl pkeyutl -decrypt -inkey key.pem -pkeyopt rsa_padding_mode:none -in ciphertext.bin | xxd\n".into(),
            }];
        }
    };
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Decrypt with the private key".into(),
            code: format!("openssl pkeyutl -decrypt -inkey key.pem {options} -in ciphertext.bin\n"),
        },
        Recipe {
            tool: Tool::Python,
            title: "Decrypt with the private key".into(),
            code: format!(
                "from cryptography.hazmat.primitives import hashes, serialization\nfrom cryptography.hazmat.primitives.asymmetric import padding\n\nwith open(\"key.pem\", \"rb\") as file:\n    key = serialization.load_pem_private_key(file.read(), None)\nwith open(\"ciphertext.bin\", \"rb\") as file:\n    ciphertext = file.read()\nprint(key.decrypt(ciphertext, {padding}))\n"
            ),
        },
    ]
}
