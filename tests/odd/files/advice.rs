//! What a message advises works: each command is run on a file that causes
//! the message, and what comes out is read.

use super::{PRIVATE, PUBLIC, answer, case, import};
use crate::support::{judges, pki};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use padlock::desk::{KeyKind, Kind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder in which advice is followed.
struct Folder(pki::Folder);

impl Folder {
    fn new(name: &str) -> Self {
        Self(pki::Folder::new(name))
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        self.0.write(name, bytes);
    }

    fn read(&self, name: &str) -> Vec<u8> {
        self.0.read(name)
    }

    /// Runs a command; what it writes to its output comes back.
    fn run(&self, command: &str) -> Vec<u8> {
        let ended = Command::new("sh")
            .arg("-c")
            .arg(command)
            .current_dir(&self.0.0)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{command}\n{errors}");
        ended.stdout
    }

    /// Takes the command out of the message about a file, runs it on the
    /// file, and reads what it makes. A person types the passphrases; here
    /// they are put into the command.
    fn follow(&self, advice: &Advice<'_>) {
        let Advice {
            bytes,
            file,
            begins,
            typed,
            made,
            kinds,
        } = advice;
        let (read, good, words) = answer(bytes, "secret");
        assert!(read.is_empty() && !good, "{words}");
        let at = words
            .find(begins)
            .unwrap_or_else(|| panic!("{begins}: {words}"));
        let command = &words[at..];
        let end = [" (the private key", " (on Windows", ". Before that", "."]
            .iter()
            .filter_map(|end| {
                let at = command.find(end)?;
                (*end != "." || at + 1 == command.len()).then_some(at)
            })
            .min();
        let mut command = command[..end.unwrap_or(command.len())].to_owned();
        for (from, to) in *typed {
            assert!(command.contains(from), "{from}: {command}");
            command = command.replace(from, to);
        }
        self.write(file, bytes);
        let output = self.run(&command);
        let result = made.map_or(output, |made| self.read(made));
        let (found, good, words) = answer(&result, "secret");
        assert_eq!((&found[..], good), (*kinds, true), "{command}: {words}");
    }
}

struct Advice<'a> {
    /// What the message is about.
    bytes: &'a [u8],
    /// What the command calls it.
    file: &'a str,
    /// How the command begins.
    begins: &'a str,
    /// What a person types.
    typed: &'a [(&'a str, &'a str)],
    /// The file that comes out; the output of the command where it is none.
    made: Option<&'a str>,
    /// What is in it.
    kinds: &'a [Kind],
}

fn vector(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/keys");
    folder.join(format!("{name}.pem"))
}

fn block(name: &str) -> Vec<u8> {
    std::fs::read(vector(name)).unwrap()
}

#[test]
fn older_encryptions_are_turned_into_the_present_one() {
    if judges::openssl().is_none() {
        return;
    }
    let folder = Folder::new("old");
    let pass = [(
        " -aes256",
        " -passin pass:secret -passout pass:secret -aes256",
    )];
    let mut files = vec![
        case("08p-old-des.pem"),
        case("19-salt-64.pem"),
        block("rsa-encrypted-old"),
        block("rsa-encrypted-pbes1-3des"),
        block("rsa-encrypted-pbes1-des"),
        block("rsa-encrypted-pbes2-3des"),
    ];
    folder.write("plain.pem", &block("rsa-pkcs8"));
    let legacy = "-provider legacy -provider default";
    for cipher in [
        "des",
        "des3",
        "aes128",
        "aes192",
        "camellia256",
        "aria128",
        "seed",
    ] {
        files.push(folder.run(&format!(
            "openssl rsa {legacy} -in plain.pem -traditional -{cipher} -passout pass:secret"
        )));
    }
    for scheme in [
        "-v1 PBE-MD5-DES",
        "-v1 PBE-SHA1-DES",
        "-v1 PBE-SHA1-RC2-64",
        "-v1 PBE-SHA1-RC4-128",
        "-v1 PBE-SHA1-RC2-40",
        "-v1 PBE-SHA1-3DES",
        "-v1 PBE-SHA1-2DES",
        "-v2 des3",
        "-v2 camellia-256-cbc",
        "-v2 aria-128-cbc",
        "-v2 rc2",
        "-v2 bf-cbc",
        "-v2 des",
    ] {
        files.push(folder.run(&format!(
            "openssl pkcs8 {legacy} -topk8 -in plain.pem {scheme} -passout pass:secret"
        )));
    }
    for bytes in &files {
        folder.follow(&Advice {
            bytes,
            file: "old.pem",
            begins: "openssl pkey",
            typed: &pass,
            made: Some("new.pem"),
            kinds: &[PRIVATE],
        });
    }
}

#[test]
fn keys_limited_to_pss_become_plain_ones() {
    if judges::openssl().is_none() {
        return;
    }
    let folder = Folder::new("pss");
    let private = case("18-pss.pem");
    folder.write("private.pem", &private);
    let public = folder.run("openssl pkey -in private.pem -pubout");
    let unlimited = folder.run("openssl genpkey -algorithm RSA-PSS");
    for (bytes, kinds) in [
        (&private, &[PRIVATE][..]),
        (&unlimited, &[PRIVATE]),
        (&public, &[PUBLIC]),
    ] {
        folder.follow(&Advice {
            bytes,
            file: "old.pem",
            begins: "openssl rsa",
            typed: &[],
            made: Some("new.der"),
            kinds,
        });
    }
}

#[test]
fn pkcs12_is_taken_apart() {
    if judges::openssl().is_none() {
        return;
    }
    let folder = Folder::new("p12");
    folder.write("key.pem", &block("rsa-pkcs8"));
    folder.write("crt.pem", &block("rsa-certificate"));
    let export = "openssl pkcs12 -export -inkey key.pem -in crt.pem -passout pass:secret";
    let password = [(" -nodes", " -passin pass:secret -nodes")];
    for (options, typed) in [
        ("", &password[..]),
        (" -legacy", &password),
        (" -keypbe NONE -certpbe NONE", &password),
        (" -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES", &password),
    ] {
        let file = folder.run(&format!("{export}{options}"));
        let encoded = BASE64_STANDARD.encode(&file).into_bytes();
        for bytes in [&file, &encoded] {
            // Of base64, the file is made first, as the message says.
            let (.., words) = answer(bytes, "");
            let first = "base64 -d text.txt > file.p12";
            assert_eq!(words.contains(first), bytes != &file, "{words}");
            let decode = [
                (" -nodes", " -passin pass:secret -nodes"),
                (
                    "openssl pkcs12",
                    "mv file.p12 text.txt && base64 -d text.txt > file.p12 && openssl pkcs12",
                ),
            ];
            folder.follow(&Advice {
                bytes,
                file: "file.p12",
                begins: "openssl pkcs12",
                typed: if bytes == &file { typed } else { &decode },
                made: Some("all.pem"),
                kinds: &[Kind::Certificate, PRIVATE],
            });
        }
    }
    // BER of indefinite length, as other programs write it.
    let der = folder.run(export);
    let indefinite = [&[0x30, 0x80], &der[4..], &[0, 0]].concat();
    folder.follow(&Advice {
        bytes: &indefinite,
        file: "file.p12",
        begins: "openssl pkcs12",
        typed: &password,
        made: Some("all.pem"),
        kinds: &[Kind::Certificate, PRIVATE],
    });
    let given = case("08b.p12");
    folder.follow(&Advice {
        bytes: &given,
        file: "file.p12",
        begins: "openssl pkcs12",
        typed: &[(" -nodes", " -passin pass:x -nodes")],
        made: Some("all.pem"),
        kinds: &[Kind::Certificate, Kind::Certificate, PRIVATE],
    });
}

#[test]
fn certificates_come_out_of_pkcs7() {
    if judges::openssl().is_none() {
        return;
    }
    let folder = Folder::new("p7b");
    folder.write("key.pem", &block("rsa-pkcs8"));
    folder.write("crt.pem", &block("rsa-certificate"));
    // What can be taken out here.
    for options in ["-outform DER", ""] {
        let two = "openssl crl2pkcs7 -nocrl -certfile crt.pem -certfile crt.pem";
        let file = folder.run(&format!("{two} {options}"));
        let (found, good, words) = answer(&file, "");
        assert_eq!(
            (&found[..], good),
            (&[Kind::Certificate; 2][..], true),
            "{words}"
        );
        assert!(words.contains("PKCS#7"), "{words}");
    }
    // BER of indefinite length, which openssl reads.
    let sign = "-sign -stream -nodetach -signer crt.pem -inkey key.pem";
    for (make, begins) in [
        (
            format!("openssl cms {sign} -outform DER"),
            "openssl pkcs7 -in file.p7b -inform DER",
        ),
        (
            format!("openssl cms {sign} -outform PEM"),
            "openssl cms -in",
        ),
        (
            format!("openssl smime {sign} -outform PEM"),
            "openssl pkcs7 -in file.p7b -print",
        ),
    ] {
        let bytes = &folder.run(&format!("echo hello | {make}"));
        folder.follow(&Advice {
            bytes,
            file: "file.p7b",
            begins,
            typed: &[],
            made: Some("all.pem"),
            kinds: &[Kind::Certificate],
        });
    }
}

#[test]
fn trust_settings_behind_a_certificate_are_left_out() {
    if judges::openssl().is_none() {
        return;
    }
    let folder = Folder::new("trusted");
    folder.write("crt.pem", &block("rsa-certificate"));
    let plain = folder.run("openssl x509 -in crt.pem");
    for options in [
        "-addtrust serverAuth",
        "-setalias name -addreject emailProtection",
    ] {
        let trusted = folder.run(&format!("openssl x509 -in crt.pem {options} -trustout"));
        let read = import(&trusted, "").unwrap();
        assert_eq!(read.good, Some(true), "{}", read.headline);
        assert!(
            read.headline.contains("TRUSTED CERTIFICATE"),
            "{}",
            read.headline
        );
        let same = import(&plain, "").unwrap();
        assert_eq!(read.drafts[0].bytes, same.drafts[0].bytes);
    }
}

#[test]
fn keys_of_ssh_become_pem() {
    if judges::ssh_keygen().is_none() {
        return;
    }
    let folder = Folder::new("ssh");
    folder.run("ssh-keygen -q -t rsa -b 2048 -N '' -f made && ssh-keygen -q -t rsa -b 2048 -N secret -f locked && ssh-keygen -q -t ed25519 -N '' -f other && ssh-keygen -q -t ecdsa -b 256 -N '' -f ecdsa");
    let given = case("50-openssh.pem");
    let (made, locked) = (folder.read("made"), folder.read("locked"));
    for (bytes, old) in [(&given, ""), (&made, ""), (&locked, "secret")] {
        let typed = format!("ssh-keygen -P '{old}' -N '' -p");
        folder.follow(&Advice {
            bytes,
            file: "id_rsa",
            begins: "cp id_rsa",
            typed: &[("ssh-keygen -p", &typed)],
            made: Some("key.pem"),
            kinds: &[PRIVATE],
        });
        // The command says that it copies.
        assert_eq!(&folder.read("id_rsa"), bytes);
    }
    let line = folder.read("made.pub");
    let known = [b"example.com ", &line[..]].concat();
    for bytes in [&line, &known] {
        let (.., words) = answer(bytes, "");
        assert!(words.contains("ssh-rsa"), "{words}");
    }
    folder.follow(&Advice {
        bytes: &line,
        file: "key.pub",
        begins: "ssh-keygen -e -m PKCS8",
        typed: &[],
        made: Some("key.pem"),
        kinds: &[PUBLIC],
    });
    folder.follow(&Advice {
        bytes: &folder.run("ssh-keygen -e -m RFC4716 -f made.pub"),
        file: "key.pub",
        begins: "ssh-keygen -i",
        typed: &[],
        made: Some("key.pem"),
        kinds: &[PUBLIC],
    });
    let ecdsa = Kind::PrivateKey(KeyKind::P256);
    folder.follow(&Advice {
        bytes: &folder.read("ecdsa"),
        file: "id_rsa",
        begins: "cp id_rsa",
        typed: &[("ssh-keygen -p", "ssh-keygen -P '' -N '' -p")],
        made: Some("key.pem"),
        kinds: &[ecdsa],
    });
    if judges::python().is_none() {
        return;
    }
    for (name, file, kind) in [
        ("other", "id_ed25519", Kind::PrivateKey(KeyKind::Ed25519)),
        ("other.pub", "key.pub", Kind::PublicKey(KeyKind::Ed25519)),
        ("ecdsa.pub", "key.pub", Kind::PublicKey(KeyKind::P256)),
    ] {
        folder.follow(&Advice {
            bytes: &folder.read(name),
            file,
            begins: "python3",
            typed: &[],
            made: Some("key.pem"),
            kinds: &[kind],
        });
    }
}

#[test]
fn json_web_keys_become_pem() {
    let Some(mut python) = judges::python() else {
        return;
    };
    let made = python
        .arg("-c")
        .arg("import base64, json, sys\nfrom cryptography.hazmat.primitives.serialization import load_pem_private_key\nn = load_pem_private_key(open(sys.argv[1], 'rb').read(), None).private_numbers()\np = n.public_numbers\nenc = lambda x: base64.urlsafe_b64encode(x.to_bytes((x.bit_length() + 7) // 8, 'big')).decode().rstrip('=')\npublic = {'kty': 'RSA', 'n': enc(p.n), 'e': enc(p.e)}\nprivate = dict(public, d=enc(n.d), p=enc(n.p), q=enc(n.q), dp=enc(n.dmp1), dq=enc(n.dmq1), qi=enc(n.iqmp))\nshort = dict(public, d=enc(n.d))\nfor key in public, private, {'keys': [public]}, {'keys': [private]}, short: print(json.dumps(key))")
        .arg(vector("rsa-pkcs8"))
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let text = String::from_utf8(made.stdout).unwrap();
    let folder = Folder::new("jwk");
    let program = std::env::var("PADLOCK_PYTHON").unwrap_or_else(|_| "python3".into());
    for (line, kind) in text
        .lines()
        .zip([PUBLIC, PRIVATE, PUBLIC, PRIVATE, PRIVATE])
    {
        folder.follow(&Advice {
            bytes: line.as_bytes(),
            file: "key.jwk",
            begins: "python3 -c",
            typed: &[("python3", &program)],
            made: Some("key.pem"),
            kinds: &[kind],
        });
    }
    let (.., words) = answer(b"{\"kty\": \"EC\", \"crv\": \"P-256\"}", "");
    assert!(words.contains("another kind than RSA"), "{words}");
}

#[test]
fn keystores_and_keys_of_other_programs() {
    let folder = Folder::new("others");
    folder.write("plain.pem", &block("rsa-pkcs8"));
    if judges::optional("keytool").is_some() && judges::openssl().is_some() {
        for store in ["JKS", "JCEKS"] {
            folder.run(&format!("keytool -genkeypair -alias a -keyalg RSA -keysize 2048 -dname CN=localhost -storetype {store} -keystore {store} -storepass secret -keypass secret"));
            folder.run("rm -f file.p12");
            folder.follow(&Advice {
                bytes: &folder.read(store),
                file: "file.jks",
                begins: "keytool -importkeystore",
                typed: &[
                    (
                        "keytool -importkeystore",
                        "keytool -importkeystore -srcstorepass secret -deststorepass secret",
                    ),
                    (" -nodes", " -passin pass:secret -nodes"),
                ],
                made: Some("all.pem"),
                kinds: &[PRIVATE, Kind::Certificate],
            });
        }
    }
    let ppk = b"PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: x\n";
    let (.., words) = answer(ppk, "");
    assert!(words.contains("PuTTY"), "{words}");
    if judges::optional("puttygen").is_some() {
        folder.run("puttygen plain.pem -O private -o made.ppk");
        folder.follow(&Advice {
            bytes: &folder.read("made.ppk"),
            file: "key.ppk",
            begins: "puttygen",
            typed: &[],
            made: Some("key.pem"),
            kinds: &[PRIVATE],
        });
    }
}
