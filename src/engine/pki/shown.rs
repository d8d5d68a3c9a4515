//! Texts out of files, for sentences: escaped, so that none can pretend to be
//! more than it is, and bounded.

/// So many characters of a text are shown.
const LONGEST: usize = 200;

/// So many entries of a list are shown.
const MOST: usize = 12;

/// So many characters a list has, before the rest is counted.
const WIDEST: usize = 600;

/// A text as it stands there, where its characters are those of names and
/// addresses; else in quotation marks and escaped.
#[must_use]
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._*@:/?#[]!$&'()+;=%~".contains(c);
    // A dot at its end would end the sentence.
    if !text.is_empty() && !text.ends_with('.') && text.chars().all(is_plain) {
        bounded(text)
    } else {
        format!("\"{}\"", bounded(&text.escape_debug().to_string()))
    }
}

/// The value of an attribute of a name (RFC 4514 §2.4): a backslash before
/// what would be read as structure, and the code of what cannot be seen.
#[must_use]
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        let is_at_an_end = at == 0 || at + c.len_utf8() == text.len();
        match c {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => out.extend(['\\', c]),
            ' ' if is_at_an_end => out.push_str("\\ "),
            '#' if at == 0 => out.push_str("\\#"),
            _ => push_seen(&mut out, c),
        }
    }
    bounded(&out)
}

/// A text as what something is called: with the code of what cannot be seen.
#[must_use]
pub(super) fn visible(text: &str) -> String {
    let mut out = String::new();
    text.chars().for_each(|c| push_seen(&mut out, c));
    bounded(&out)
}

/// Adds a character, or its code in UTF-8 where it cannot be seen.
fn push_seen(out: &mut String, c: char) {
    if is_unseen(c) {
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            out.push_str(&format!("\\{byte:02X}"));
        }
    } else {
        out.push(c);
    }
}

/// Whether a character has no shape of its own, or turns the direction of the
/// text around it.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A list in a sentence: the first entries, and how many more there are.
#[must_use]
pub(super) fn listed(all: impl IntoIterator<Item = String>) -> String {
    let all: Vec<String> = all.into_iter().collect();
    let mut width = 0;
    let shown = all.iter().take(MOST).take_while(|one| {
        width += one.len();
        width <= WIDEST
    });
    let shown: Vec<&str> = shown.map(String::as_str).collect();
    match all.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {} more", shown.join(", "), thousands(more)),
    }
}

/// A number with a comma before every three digits.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The start of a text, with an ellipsis where there is more.
fn bounded(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", text.split_at(at).0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_pretends_to_be_more_than_it_is() {
        for (text, shown) in [
            ("www.example.com", "www.example.com"),
            ("https://a.example/x?y=1", "https://a.example/x?y=1"),
            ("a\0.b", "\"a\\0.b\""),
            ("a, DNS:b", "\"a, DNS:b\""),
            ("a,b", "\"a,b\""),
            ("\u{202e}moc", "\"\\u{202e}moc\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(text), shown);
        }
        for (text, shown) in [
            ("Müller & Söhne", "Müller & Söhne"),
            ("A, CN=B", "A\\, CN=B"),
            (" A ", "\\ A\\ "),
            ("#1", "\\#1"),
            ("A\0B\n", "A\\00B\\0A"),
            ("A\u{202e}B", "A\\E2\\80\\AEB"),
        ] {
            assert_eq!(escaped(text), shown);
        }
        assert_eq!(visible("A, B"), "A, B");
        assert_eq!(visible("A\0B\u{202e}C"), "A\\00B\\E2\\80\\AEC");
    }

    #[test]
    fn what_is_long_is_bounded() {
        let long = "x".repeat(3000);
        assert_eq!(quoted(&long).chars().count(), LONGEST + 1);
        assert_eq!(escaped(&long).chars().count(), LONGEST + 1);
        assert_eq!(visible(&long).chars().count(), LONGEST + 1);
        let names = |count: usize| (0..count).map(|number| format!("DNS:h{number}"));
        assert_eq!(listed(names(2)), "DNS:h0, DNS:h1");
        assert!(!listed(names(MOST)).contains("more"));
        assert!(listed(names(3000)).ends_with("DNS:h11 and 2,988 more"));
        let wide = std::iter::repeat_n(quoted(&long), 3);
        assert!(listed(wide).ends_with(" and 1 more"));
    }
}
