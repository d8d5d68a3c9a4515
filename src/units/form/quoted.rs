//! Text and bytes as a shell and as Python write them, for all recipes.

use crate::engine::hex;
use std::fmt::Write as _;

/// Text as one word of a shell command.
pub(in crate::units) fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Text as one word of a shell command, in quotes only where a shell would read
/// something into it (zsh refuses a bare `[::1]`).
pub(in crate::units) fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-:/".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    shell(text)
}

/// A shell command that prints these bytes and nothing else.
pub(in crate::units) fn shell_print(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => format!("printf %s {}", shell(text)),
        _ => format!("printf '{}'", octal(bytes)),
    }
}

/// Bytes for `printf`, in the escapes that every shell knows.
pub(in crate::units) fn octal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "\\{byte:03o}");
    }
    text
}

/// Text as a string of Python.
pub(in crate::units) fn python(text: &str) -> String {
    let mut code = String::from("'");
    for character in text.chars() {
        match character {
            '\'' | '\\' => code.extend(['\\', character]),
            '\n' => code.push_str("\\n"),
            '\r' => code.push_str("\\r"),
            _ if character.is_control() => {
                let _ = write!(code, "\\x{:02x}", u32::from(character));
            }
            _ => code.push(character),
        }
    }
    code.push('\'');
    code
}

/// A Python expression for bytes.
pub(in crate::units) fn python_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => format!("b{}", python(text)),
        Ok(text) => format!("{}.encode()", python(text)),
        Err(_) => format!("bytes.fromhex('{}')", hex::encode(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_word_gets_quotes_only_where_a_shell_reads_something_into_it() {
        for plain in ["localhost", "https://127.0.0.1:5000/", "a-b_c.example"] {
            assert_eq!(shell_word(plain), plain);
        }
        for odd in ["https://[::1]:5000/", "*.example.org", "a b", ""] {
            assert_eq!(shell_word(odd), format!("'{odd}'"));
        }
    }

    /// What is hard to quote.
    const HARD: [&str; 9] = [
        "",
        "plain",
        "it's \"quoted\"",
        "'''",
        "back\\slash \\n \\'",
        "two\nlines\r\n",
        "$HOME `id` !! %s %%",
        "-n",
        "ünï ✓ \u{7f}\u{85}\u{1b}[0m",
    ];

    /// What a program prints when it is given this code.
    fn prints(program: &str, code: &str) -> Vec<u8> {
        let output = Command::new(program).args(["-c", code]).output();
        output.map(|output| output.stdout).unwrap_or_default()
    }

    #[test]
    fn a_shell_prints_what_was_quoted() {
        for text in HARD {
            let code = shell_print(text.as_bytes());
            assert_eq!(prints("sh", &code), text.as_bytes(), "{code}");
        }
        for bytes in [&b"\0"[..], b"a\0b%", &[0xff, 0x80, 7]] {
            let code = shell_print(bytes);
            assert_eq!(prints("sh", &code), bytes, "{code}");
        }
    }

    #[test]
    fn python_reads_what_was_quoted() {
        let write = |expression: &str| format!("import sys; sys.stdout.buffer.write({expression})");
        for text in HARD {
            let code = write(&format!("{}.encode()", python(text)));
            assert_eq!(prints("python3", &code), text.as_bytes(), "{code}");
            let code = write(&python_bytes(text.as_bytes()));
            assert_eq!(prints("python3", &code), text.as_bytes(), "{code}");
        }
        let code = write(&python_bytes(&[0xff, 0, 39]));
        assert_eq!(prints("python3", &code), [0xff, 0, 39], "{code}");
    }
}
