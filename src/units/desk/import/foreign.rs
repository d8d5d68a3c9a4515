//! Formats that are not read here: what they are, and what turns them into
//! something that is.

use super::fillers;
use crate::engine::diagnosis::Diagnosis;

/// How bytes came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// As they are.
    Plainly,
    /// In base64.
    Base64,
}

/// What something is, and what to do about it.
pub(super) struct ForeignFormat {
    /// The end of a sentence.
    pub(super) what: String,
    /// Whole sentences; may be empty.
    pub(super) help: String,
}

impl ForeignFormat {
    fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            help: help.into(),
        }
    }

    fn diagnosis(self) -> Diagnosis {
        super::file::wanted().found(self.what).help(self.help)
    }
}

/// PBE of PKCS#12 that openssl 3 reads only with its legacy provider: RC4 and
/// RC2 (RFC 7292 appendix C).
const LEGACY: [u8; 4] = [1, 2, 5, 6];

/// The bytes of 1.2.840.113549.1.12.1, without the last arc.
const PKCS12_PBE: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];

/// The bytes of 1.2.840.113549.1.7, without the last arc.
const PKCS7: [u8; 10] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];

/// Names bytes that are no text.
pub(super) fn binary(bytes: &[u8], written: Written) -> Option<Diagnosis> {
    let named = if is_pkcs12(bytes) {
        pkcs12(bytes)
    } else if is_pkcs7(bytes) && super::pkcs7::certificates(fillers::without(bytes).0).is_none() {
        pkcs7("DER")
    } else if bytes.starts_with(b"openssh-key-v1\0") {
        openssh(bytes)
    } else {
        let (_, what, help) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic))?;
        ForeignFormat::new(*what, *help)
    };
    let named = match written {
        Written::Plainly => named,
        Written::Base64 => {
            let names = ["file.jks", "file.p12", "file.p7b", "id_rsa"];
            let name = names.into_iter().find(|name| named.help.contains(name));
            let name = name.unwrap_or("file");
            ForeignFormat::new(
                format!("{}, in base64", named.what),
                format!(
                    "{} Before that, this makes the file out of the text: base64 -d text.txt > {name}",
                    named.help
                ),
            )
        }
    };
    Some(named.diagnosis())
}

/// What files begin with.
const MAGIC: [(&[u8], &str, &str); 8] = [
    (
        &[0xfe, 0xed, 0xfe, 0xed],
        "a Java keystore (JKS)",
        "It is not read here. This makes a PKCS#12 file of it, and PEM of that: keytool -importkeystore -srckeystore file.jks -destkeystore file.p12 -deststoretype pkcs12 && openssl pkcs12 -in file.p12 -nodes -out all.pem (the private key then stands unprotected in all.pem; delete it when you are done).",
    ),
    (
        &[0xce, 0xce, 0xce, 0xce],
        "a Java keystore (JCEKS)",
        "It is not read here. This makes a PKCS#12 file of it, and PEM of that: keytool -importkeystore -srcstoretype jceks -srckeystore file.jks -destkeystore file.p12 -deststoretype pkcs12 && openssl pkcs12 -in file.p12 -nodes -out all.pem (the private key then stands unprotected in all.pem; delete it when you are done).",
    ),
    (
        b"PK\x03\x04",
        "a zip archive",
        "Unpack it, and take the files in it.",
    ),
    (
        &[0x1f, 0x8b],
        "a file packed with gzip",
        "Unpack it, and take the file in it.",
    ),
    (
        &[0x89, b'P', b'N', b'G'],
        "a picture (PNG; it begins with 89504e47)",
        "Is it the right file?",
    ),
    (
        &[0xff, 0xd8, 0xff],
        "a picture (JPEG)",
        "Is it the right file?",
    ),
    (b"%PDF-", "a PDF document", "Is it the right file?"),
    (
        &[0x7f, b'E', b'L', b'F'],
        "a program (ELF)",
        "Is it the right file?",
    ),
];

/// Names a text in which no block of PEM could be read.
pub(super) fn text(bytes: &[u8]) -> Option<Diagnosis> {
    let text = std::str::from_utf8(bytes).ok()?;
    let begins = text.trim_start();
    let named = if begins.starts_with("PuTTY-User-Key-File-") {
        ForeignFormat::new(
            "a private key of PuTTY (.ppk)",
            "It is not read here. This turns it into PEM: puttygen key.ppk -O private-openssh -o key.pem (on Windows, PuTTYgen: Conversions, Export OpenSSH key).",
        )
    } else if begins.starts_with(['{', '[']) && text.contains("\"kty\"") {
        jwk(text)
    } else if let Some(kind) = ssh_line(text) {
        ForeignFormat::new(
            format!("a public key of OpenSSH ({kind})"),
            if kind == "ssh-rsa" {
                "It is not read here. With the line in key.pub, this turns it into PEM: ssh-keygen -e -m PKCS8 -f key.pub > key.pem"
            } else if kind == "ssh-dss" {
                "It is a key of DSA, and not read here."
            } else {
                "It is not read here. With the line in key.pub, this turns it into PEM: python3 -c \"from cryptography.hazmat.primitives import serialization as s; print(s.load_ssh_public_key(open('key.pub','rb').read()).public_bytes(s.Encoding.PEM,s.PublicFormat.SubjectPublicKeyInfo).decode())\" > key.pem"
            },
        )
    } else if text.contains("BEGIN PGP ") {
        ForeignFormat::new(
            "a text of OpenPGP (RFC 9580)",
            "OpenPGP has formats of its own, and its keys and messages are not read here.",
        )
    } else if text.contains("AGE-SECRET-KEY-1") || begins.starts_with("age-encryption.org/") {
        ForeignFormat::new(
            "a text of age",
            "age has formats of its own, and its keys and files are not read here.",
        )
    } else {
        return None;
    };
    Some(named.diagnosis())
}

/// Names a text in which nothing was found, as far as it looks like something.
pub(super) fn words(bytes: &[u8]) -> Option<Diagnosis> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let bare = text.trim_end_matches('=');
    let all = |extra: &str| {
        bare.chars()
            .all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
    };
    let named = if text.starts_with("eyJ") && text.matches('.').count() >= 2 {
        ForeignFormat::new(
            "a JSON Web Token (RFC 7519)",
            "Its parts are base64url of JSON; it is not read here.",
        )
    } else if text.starts_with("gAAAA") && all("-_") {
        ForeignFormat::new(
            format!("{} characters that begin like a Fernet token", text.len()),
            "A token has a multiple of four characters and at least 100 of them: something is cut off. Copy it again, with every = at its end.",
        )
    } else if let Some(end) = text.find("-----END ") {
        return Some(
            Diagnosis::expected("the BEGIN line of the block that ends here")
                .of("file")
                .found("no line -----BEGIN …----- before it")
                .byte(end)
                .help("Copy it again, from the first dash to the last."),
        );
    } else if text.starts_with("MI") && text.chars().all(is_base64) {
        let digits = text.chars().filter(|c| !c.is_whitespace()).count();
        ForeignFormat::new(
            format!("{digits} characters of base64 that begin like DER and are not whole"),
            "Something is cut off or was lost on the way; copy it again.",
        )
    } else if text.get(..1) == Some("<") {
        ForeignFormat::new(
            "a page of HTML or XML",
            "The server may have sent a message instead of the file.",
        )
    } else {
        return None;
    };
    Some(named.diagnosis())
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '+' | '/' | '=')
}

/// Names a block of PEM by its label and its bytes.
pub(super) fn labelled(label: &str, der: &[u8]) -> Option<ForeignFormat> {
    Some(match label {
        "OPENSSH PRIVATE KEY" => openssh(der),
        "SSH2 PUBLIC KEY" => ForeignFormat::new(
            "a public key in SSH's other form (RFC 4716)",
            "It is not read here. This turns an RSA key into PEM: ssh-keygen -i -f key.pub > line.pub && ssh-keygen -e -m PKCS8 -f line.pub > key.pem",
        ),
        _ if label.starts_with("PGP ") => ForeignFormat::new(
            "a text of OpenPGP (RFC 9580)",
            "OpenPGP has formats of its own, and its keys and messages are not read here.",
        ),
        _ if is_pkcs12(der) => pkcs12(der),
        "DSA PRIVATE KEY" => ForeignFormat::new(
            "a private key of DSA",
            "Browsers no longer take such keys, and it is not read here.",
        ),
        "DH PARAMETERS" | "X9.42 DH PARAMETERS" => ForeignFormat::new(
            "parameters of Diffie and Hellman, no key",
            "They are public and are not needed here.",
        ),
        "EC PARAMETERS" => ForeignFormat::new(
            "the name of a curve, no key",
            "openssl ecparam writes it before the key; it is not needed here.",
        ),
        "CMS" => ForeignFormat::new(
            "a CMS file in PEM (RFC 5652) from which no certificate could be taken",
            "If there are certificates in it, this takes them out: openssl cms -in file.p7b -inform PEM -cmsout -outform DER | openssl pkcs7 -inform DER -print_certs -out all.pem",
        ),
        "PKCS7" | "PKCS #7 SIGNED DATA" => pkcs7("PEM"),
        _ if is_pkcs7(der) => pkcs7("PEM"),
        _ => return None,
    })
}

fn openssh(bytes: &[u8]) -> ForeignFormat {
    let has = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
    let kind = [
        ("ssh-rsa", "RSA"),
        ("ssh-ed25519", "Ed25519"),
        ("ecdsa-sha2-", "ECDSA"),
        ("ssh-dss", "DSA"),
    ]
    .into_iter()
    .find(|(name, _)| has(name.as_bytes()));
    let what = match kind {
        Some((_, kind)) => {
            format!("a private key of OpenSSH ({kind}) in its own form, OPENSSH PRIVATE KEY")
        }
        None => "a private key of OpenSSH in its own form, OPENSSH PRIVATE KEY".into(),
    };
    match kind {
        Some((_, "DSA")) => ForeignFormat::new(what, "It is not read here."),
        // ssh-keygen writes no Ed25519 key in another form.
        Some((_, "Ed25519")) => ForeignFormat::new(
            what,
            "It is not read here. This turns it into PKCS#8 (with a passphrase, put it in place of None, as b'…'): python3 -c \"from cryptography.hazmat.primitives import serialization as s; print(s.load_ssh_private_key(open('id_ed25519','rb').read(),None).private_bytes(s.Encoding.PEM,s.PrivateFormat.PKCS8,s.NoEncryption()).decode())\" > key.pem",
        ),
        _ => ForeignFormat::new(
            what,
            "It is not read here. This turns a copy of it into PKCS#8 (ssh-keygen -p rewrites the file that it is given, so copy it first; it asks for the old passphrase and a new one): cp id_rsa key.pem && chmod 600 key.pem && ssh-keygen -p -m PKCS8 -f key.pem",
        ),
    }
}

fn pkcs12(bytes: &[u8]) -> ForeignFormat {
    let old = bytes.windows(10).any(|window| {
        window.starts_with(&PKCS12_PBE) && window.last().is_some_and(|last| LEGACY.contains(last))
    });
    let (age, legacy) = if old {
        (", in its old encryption", " -legacy")
    } else {
        ("", "")
    };
    ForeignFormat::new(
        format!(
            "a PKCS#12 file (.p12, .pfx; RFC 7292{age}), which holds keys and certificates under a password"
        ),
        format!(
            "It is not read here. This turns it into PEM: openssl pkcs12 -in file.p12 -nodes{legacy} -out all.pem (the private key then stands unprotected in all.pem; delete it when you are done)."
        ),
    )
}

fn pkcs7(form: &str) -> ForeignFormat {
    let inform = if form == "DER" { " -inform DER" } else { "" };
    ForeignFormat::new(
        format!(
            "a PKCS#7 or CMS file in {form} (.p7b, .p7c, .p7m; RFC 5652) from which no certificate could be taken"
        ),
        format!(
            "If there are certificates in it, this takes them out: openssl pkcs7 -in file.p7b{inform} -print_certs -out all.pem"
        ),
    )
}

/// `PFX ::= SEQUENCE { version INTEGER 3, authSafe ContentInfo, … }` (RFC
/// 7292 §4).
fn is_pkcs12(bytes: &[u8]) -> bool {
    within(bytes).is_some_and(|inside| {
        inside.starts_with(&[2, 1, 3])
            && inside
                .get(3..)
                .and_then(within)
                .is_some_and(|safe| safe.starts_with(&PKCS7))
    })
}

/// `ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, … }` (RFC 5652
/// §3).
fn is_pkcs7(bytes: &[u8]) -> bool {
    within(bytes).is_some_and(|inside| inside.starts_with(&PKCS7))
}

/// What follows the header of a SEQUENCE, of definite length or not.
fn within(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [0x30, length, rest @ ..] if *length <= 0x80 => Some(rest),
        [0x30, length, rest @ ..] => rest.get(usize::from(length - 0x80)..),
        _ => None,
    }
}

fn jwk(text: &str) -> ForeignFormat {
    let set = text.contains("\"keys\"");
    let compact: String = text.split_whitespace().collect();
    if !compact.contains("\"kty\":\"RSA\"") {
        return ForeignFormat::new(
            "a JSON Web Key (RFC 7517) of another kind than RSA",
            "It is not read here.",
        );
    }
    let first = if set { "['keys'][0]" } else { "" };
    let (key, code) = if compact.contains("\"d\":") {
        (
            "private",
            "(lambda p,q,d: rsa.RSAPrivateNumbers(p,q,d,rsa.rsa_crt_dmp1(d,p),rsa.rsa_crt_dmq1(d,q),rsa.rsa_crt_iqmp(p,q),u))(*rsa.rsa_recover_prime_factors(i('n'),i('e'),i('d')),i('d')).private_key().private_bytes(s.Encoding.PEM,s.PrivateFormat.PKCS8,s.NoEncryption())",
        )
    } else {
        (
            "public",
            "u.public_key().public_bytes(s.Encoding.PEM,s.PublicFormat.SubjectPublicKeyInfo)",
        )
    };
    ForeignFormat::new(
        format!("a JSON Web Key (RFC 7517): a {key} RSA key"),
        format!(
            "It is not read here. This turns it into PEM, with the key in key.jwk: python3 -c \"import base64,json; from cryptography.hazmat.primitives import serialization as s; from cryptography.hazmat.primitives.asymmetric import rsa; k=json.load(open('key.jwk')){first}; i=lambda x:int.from_bytes(base64.urlsafe_b64decode(k[x]+'=='),'big'); u=rsa.RSAPublicNumbers(i('e'),i('n')); print({code}.decode())\" > key.pem"
        ),
    )
}

/// The kind of key of a line such as `ssh-rsa AAAA… name`, also with a host
/// or options before it.
fn ssh_line(text: &str) -> Option<&str> {
    text.lines().take(100).find_map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        words.windows(2).find_map(|pair| match pair {
            [kind, key]
                if key.starts_with("AAAA")
                    && ["ssh-", "ecdsa-sha2-", "sk-"]
                        .iter()
                        .any(|start| kind.starts_with(start)) =>
            {
                Some(*kind)
            }
            _ => None,
        })
    })
}
