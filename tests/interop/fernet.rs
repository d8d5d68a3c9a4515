//! Fernet tokens cross to Python's `cryptography` and back, and the recipes
//! that the units show do what they say.

use crate::support::judges;
use crate::support::pki::Folder;
use padlock::engine::hex;
use padlock::engine::symmetric::fernet::{Key, decrypt, encrypt, read as read_token};
use padlock::engine::trace::{Data, Recorder};
use padlock::units::cipher::{fernet_decrypt, fernet_encrypt, fernet_key};
use padlock::units::{Inputs, Output, Randomness, Tool};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Messages of every awkward length and kind.
fn messages() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = [0, 1, 15, 16, 17, 31, 32, 33, 1000]
        .into_iter()
        .map(|length| {
            (0..length)
                .map(|i| u8::try_from(i % 251).unwrap())
                .collect()
        })
        .collect();
    all.push("Grüße, 世界 \" ' \\ \n".as_bytes().to_vec());
    all
}

/// What a command prints, given this on its standard input.
fn output_of(mut command: Command, input: &str) -> String {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who needs no input may have ended before it comes.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{printed}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}

#[test]
fn python_reads_our_tokens() {
    let Some(mut python) = judges::python() else {
        return;
    };
    let key = Key::from_bytes(b"sixteen to sign,sixteen to hide.").unwrap();
    let mut lines = String::new();
    for message in messages() {
        let token = encrypt(&key, &message, &[9; 16], 1_700_000_000, &mut ());
        lines += &format!("{} {}.\n", token.text, hex::encode(&message));
    }
    python.arg("-c").arg(format!(
        r#"
import sys
from cryptography.fernet import Fernet, InvalidToken
fernet = Fernet("{}")
count = 0
for line in sys.stdin:
    token, message = line.strip().rstrip(".").split(" ")
    message = bytes.fromhex(message)
    assert fernet.decrypt(token) == message
    assert fernet.decrypt_at_time(token, ttl=60, current_time=1700000060) == message
    for now in (1700000061, 1699999939):
        try:
            fernet.decrypt_at_time(token, ttl=60, current_time=now)
            raise SystemExit("accepted at the wrong time")
        except InvalidToken:
            pass
    assert fernet.extract_timestamp(token) == 1700000000
    count += 1
print(count)
"#,
        key.text()
    ));
    assert_eq!(
        output_of(python, &lines).trim(),
        messages().len().to_string()
    );
}

#[test]
fn we_read_the_tokens_of_python() {
    let Some(mut python) = judges::python() else {
        return;
    };
    let messages = messages();
    let lines: String = messages
        .iter()
        .map(|message| format!("{}.\n", hex::encode(message)))
        .collect();
    python.arg("-c").arg(
        r#"
import sys
from cryptography.fernet import Fernet
for line in sys.stdin:
    key = Fernet.generate_key()
    message = bytes.fromhex(line.strip().rstrip("."))
    print(key.decode(), Fernet(key).encrypt_at_time(message, 1800000000).decode())
"#,
    );
    let printed = output_of(python, &lines);
    let mut count = 0;
    for (line, message) in printed.lines().zip(&messages) {
        let (key, token) = line.split_once(' ').unwrap();
        let key = Key::parse(key).unwrap();
        let mut recorder = Recorder::default();
        let opened = decrypt(&key, token, Some(10), 1_800_000_010, &mut recorder).unwrap();
        assert_eq!(&opened.message[..], &message[..]);
        assert_eq!(opened.timestamp, 1_800_000_000);
        assert!(recorder.finish().lies().is_empty());
        assert!(decrypt(&key, token, Some(10), 1_800_000_011, &mut ()).is_err());
        count += 1;
    }
    assert_eq!(count, messages.len());
}

/// The published invalid tokens, judged by Python: it refuses them all too.
#[test]
fn python_refuses_what_our_buttons_break() {
    let Some(mut python) = judges::python() else {
        return;
    };
    let mut lines = String::new();
    for broken in fernet_decrypt::ABOUT.breaks {
        let mut inputs = Inputs::defaults(&fernet_decrypt::ABOUT);
        for (id, value) in broken.sets {
            inputs = inputs.with(id, *value);
        }
        lines += &format!(
            "{} {} {} {}\n",
            inputs.text("key"),
            inputs.text("token"),
            inputs.text("ttl"),
            padlock::engine::time::parse_utc(inputs.text("now")).unwrap(),
        );
    }
    python.arg("-c").arg(
        r#"
import sys
from cryptography.fernet import Fernet, InvalidToken
for line in sys.stdin:
    key, token, ttl, now = line.split()
    try:
        Fernet(key).decrypt_at_time(token, ttl=int(ttl), current_time=int(now))
        raise SystemExit("accepted " + token)
    except InvalidToken:
        print("refused")
"#,
    );
    let printed = output_of(python, &lines);
    assert_eq!(printed.lines().count(), fernet_decrypt::ABOUT.breaks.len());
}

/// Texts that differ from this one a little, each at every place.
fn variations(text: &str) -> Vec<String> {
    let mut all = vec![
        text.replace('-', "+").replace('_', "/"),
        text.trim_end_matches('=').to_owned(),
        format!("{text}{text}"),
        format!("{text}\n{text}\n"),
        format!("{text},"),
        format!("{text}\0"),
        format!("\u{feff}{text}"),
        format!("{text}é"),
        text.chars().flat_map(|c| [c, ' ']).collect(),
    ];
    for at in 0..=text.len() {
        let (before, behind) = text.split_at(at);
        for inserted in ["=", "==", "%", "\n", "A", "é", "=A", "A="] {
            all.push(format!("{before}{inserted}{behind}"));
        }
        if let Some(cut) = behind.get(1..) {
            for other in ["", "=", "%", "+", "/", "A", "B", "P", "Q", "x"] {
                all.push(format!("{before}{other}{cut}"));
            }
        }
        all.push(before.to_owned());
        all.push(behind.to_owned());
    }
    all
}

/// What Python's Fernet makes of a key and a token.
struct Theirs {
    /// The message of the bytes, in hex, if it gives one.
    message: Option<String>,
    /// Whether it does the same with a str.
    same_as_str: bool,
}

/// What Python makes of each key and token, and whether its base64 passes over
/// a `=` that has text behind it.
fn python_opens(texts: &[(String, String)]) -> Option<(Vec<Theirs>, bool)> {
    let mut python = judges::python()?;
    let pairs = texts.iter();
    let lines: String = pairs
        .map(|(key, token)| {
            format!(
                "{}.{}\n",
                hex::encode(key.as_bytes()),
                hex::encode(token.as_bytes())
            )
        })
        .collect();
    python.arg("-c").arg(
        r#"
import base64, sys
from cryptography.fernet import Fernet, InvalidToken
def opened(key, token):
    try:
        return Fernet(key).decrypt(token).hex() + "."
    except (InvalidToken, ValueError):
        return "refused"
print(base64.b64decode("YWJ=j") == b"abc")
for line in sys.stdin.readlines():
    key, token = (bytes.fromhex(part) for part in line.strip().split("."))
    with_bytes = opened(key, token)
    print(with_bytes, opened(key.decode(), token.decode()) == with_bytes)
"#,
    );
    let printed = output_of(python, &lines);
    let (newer, verdicts) = printed.split_once('\n').unwrap();
    let verdicts = verdicts.lines().map(|line| {
        let (found, same) = line.split_once(' ').unwrap();
        Theirs {
            message: found.strip_suffix('.').map(str::to_owned),
            same_as_str: same == "True",
        }
    });
    Some((verdicts.collect(), newer == "True"))
}

#[test]
fn python_and_we_open_the_same_texts() {
    let key = Key::from_bytes(b"sixteen to sign,sixteen to hide.").unwrap();
    let mut texts = Vec::new();
    // Tokens with a byte, two and none behind the last whole group; and keys.
    for length in [0, 16, 32] {
        let token = encrypt(&key, &vec![b'a'; length], &[9; 16], 1, &mut ()).text;
        texts.extend(
            variations(&token)
                .into_iter()
                .map(|token| (key.text(), token)),
        );
    }
    let token = encrypt(&key, b"hello", &[9; 16], 1, &mut ()).text;
    texts.extend(
        variations(&key.text())
            .into_iter()
            .map(|key| (key, token.clone())),
    );
    let Some((theirs, newer)) = python_opens(&texts) else {
        return;
    };
    assert_eq!(theirs.len(), texts.len());
    let (mut taken, mut with_remark, mut forgiven, mut of_others) = (0, 0, 0, 0);
    for ((key_text, token), theirs) in texts.iter().zip(theirs) {
        let read = Key::read(key_text).ok();
        let opened = read.as_ref().and_then(|(key, _)| {
            let remark = read_token(key, token).ok()?.remark();
            let message = decrypt(key, token, None, 0, &mut ()).ok()?.message;
            Some((hex::encode(&message[..]), remark))
        });
        let case = format!("{key_text:?} {token:?}");
        let Some((message, of_token)) = opened else {
            assert_eq!(theirs.message, None, "{case}");
            continue;
        };
        let of_key = read.and_then(|(_, remark)| remark);
        let remarks = [of_key, of_token].into_iter().flatten().collect::<String>();
        if key_text.len() == 43 && !key_text.ends_with('=') {
            forgiven += 1;
            assert_eq!(theirs.message, None, "{case}");
            continue;
        }
        let by_newer = remarks.contains("Only Pythons since");
        let by_older = remarks.contains("Only Pythons of before");
        if by_newer && !newer || by_older && newer {
            of_others += 1;
            assert_eq!(theirs.message, None, "{case}");
            continue;
        }
        assert_eq!(theirs.message, Some(message), "{case}");
        assert_eq!(
            !theirs.same_as_str,
            remarks.contains("not as str"),
            "{case}"
        );
        // White space around a key is left out in silence.
        let canonical = key_text.trim() == key.text() && !remarks.contains("canonical");
        assert_eq!(remarks.is_empty(), canonical, "{case}");
        taken += 1;
        with_remark += usize::from(!remarks.is_empty());
    }
    // A key without its =, which is made in three ways.
    assert_eq!(forgiven, 3);
    assert!(with_remark > 1000 && taken > with_remark && of_others > 100);
}

/// Runs a unit, with the message that a judge shall find.
fn made(message: &str) -> (Output, String) {
    let inputs = Inputs {
        now: 1_795_456_800,
        randomness: Randomness::Lesson("interop".into()),
        ..Inputs::defaults(&fernet_encrypt::ABOUT)
    }
    .with("message", message);
    let output = padlock::units::run("fernet-encrypt", &inputs, &mut Recorder::default()).unwrap();
    let Data::Text(token) = output.results[0].data.clone() else {
        panic!("a token is text");
    };
    (output, token)
}

fn recipe(output: &Output, tool: Tool) -> &str {
    let recipe = output.recipes.iter().find(|recipe| recipe.tool == tool);
    &recipe.unwrap().code
}

/// Runs a shell script in a folder of its own.
fn shell(name: &str, script: &str) -> String {
    let folder = Folder::new(name);
    let mut command = Command::new("sh");
    command.arg("-ec").arg(script).current_dir(&folder.0);
    output_of(command, "")
}

const AWKWARD: &str = "It's \"5 %s\" \\n\ttäglich\nand $HOME `x` 😀";

#[test]
fn the_python_recipes_work() {
    for message in ["", "Hello.", AWKWARD] {
        let Some(mut python) = judges::python() else {
            return;
        };
        let (output, token) = made(message);
        python.arg("-c").arg(recipe(&output, Tool::Python));
        let printed = output_of(python, "");
        assert_eq!(printed.lines().last(), Some(&*token));

        let inputs = Inputs {
            now: 1_795_456_800,
            ..Inputs::defaults(&fernet_decrypt::ABOUT)
        }
        .with("token", &*token)
        .with("now", "2026-11-23 18:00:30");
        for ttl in ["", "60"] {
            let inputs = inputs.clone().with("ttl", ttl);
            let output =
                padlock::units::run("fernet-decrypt", &inputs, &mut Recorder::default()).unwrap();
            assert_eq!(output.good, Some(true), "{}", output.headline);
            let mut python = judges::python().unwrap();
            let code = recipe(&output, Tool::Python).replace("print(", "print(\"ok\",");
            python.arg("-c").arg(code);
            let printed = output_of(python, "");
            assert!(printed.starts_with("ok b"), "{printed}");
        }
    }
    let Some(mut python) = judges::python() else {
        return;
    };
    let inputs = Inputs::defaults(&fernet_key::ABOUT);
    let output = padlock::units::run("fernet-key", &inputs, &mut Recorder::default()).unwrap();
    python.arg("-c").arg(recipe(&output, Tool::Python));
    assert!(Key::parse(&output_of(python, "")).is_ok());
}

#[test]
fn the_openssl_recipes_work() {
    if judges::openssl().is_none() {
        return;
    }
    for (name, message) in [
        ("empty", ""),
        ("plain", "Hello."),
        ("awkward", AWKWARD),
        ("nul", "a\0b"),
    ] {
        let (output, token) = made(message);
        let printed = shell(name, recipe(&output, Tool::Openssl));
        assert_eq!(printed.trim(), token);

        let inputs = Inputs::defaults(&fernet_decrypt::ABOUT)
            .with("token", &*token)
            .with("ttl", "");
        let output =
            padlock::units::run("fernet-decrypt", &inputs, &mut Recorder::default()).unwrap();
        let printed = shell(&format!("{name}-back"), recipe(&output, Tool::Openssl));
        assert_eq!(printed, format!("the HMAC is right\n{message}"));
    }
    // A wrong HMAC ends it before anything is decrypted.
    let inputs = Inputs::defaults(&fernet_decrypt::ABOUT);
    let broken = fernet_decrypt::ABOUT.breaks[0].sets.iter();
    let inputs = broken.fold(inputs, |inputs, (id, value)| inputs.with(id, *value));
    let output = padlock::units::run("fernet-decrypt", &inputs, &mut Recorder::default()).unwrap();
    let script = format!("({}) || echo stopped", recipe(&output, Tool::Openssl));
    let printed = shell("wrong", &script);
    assert!(printed.ends_with("stopped\n"), "{printed}");
    assert!(!printed.contains("right"), "{printed}");
    let inputs = Inputs::defaults(&fernet_key::ABOUT);
    let output = padlock::units::run("fernet-key", &inputs, &mut Recorder::default()).unwrap();
    let printed = shell("key", recipe(&output, Tool::Openssl));
    assert!(Key::parse(&printed).is_ok(), "{printed}");
}
