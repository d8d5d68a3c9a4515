//! HTTP/1.1 (RFC 9112): a request or a response, as it travels inside.

use super::reader::{Reader, text};
use crate::engine::dissect::{Dissection, Role};
use crate::engine::source::Source;
use crate::engine::text::Text;

/// How many header fields are told apart.
const MANY: usize = 200;

/// A section of RFC 9112.
const fn http(section: &'static str) -> Source {
    Source::new("RFC 9112", section)
}

/// Whether bytes begin like a request or a response.
pub(super) fn is_http(bytes: &[u8]) -> bool {
    let (line, _) = line(bytes);
    line.starts_with(b"HTTP/1.") || is_request(line)
}

fn is_request(line: &[u8]) -> bool {
    let method = line.split(|byte| *byte == b' ').next().unwrap_or_default();
    let is_method = !method.is_empty() && method.iter().all(u8::is_ascii_uppercase);
    is_method && line.windows(8).any(|some| some == b" HTTP/1.")
}

/// The first line without its end, and how long that end is.
fn line(bytes: &[u8]) -> (&[u8], usize) {
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
        return (bytes, 0);
    };
    let whole = bytes.get(..end).unwrap_or_default();
    match whole.strip_suffix(b"\r") {
        Some(line) => (line, 2),
        None => (whole, 1),
    }
}

/// What each byte of a request or a response is.
#[must_use]
pub fn dissect_http(bytes: &[u8]) -> Dissection {
    let mut reader = Reader::new(bytes);
    if !is_http(bytes) {
        reader.problem(
            0,
            "Expected a request such as “GET / HTTP/1.1”, or a response that begins with “HTTP/1.1”.",
        );
    }
    read(&mut reader);
    reader.finish("HTTP message")
}

/// A request or a response: all of the window.
pub(super) fn read(reader: &mut Reader<'_>) {
    let (first, _) = line(reader.ahead());
    let title = if first.starts_with(b"HTTP/") {
        "HTTP response"
    } else {
        "HTTP request"
    };
    reader.group(title, http("2.1"), |reader| {
        let words = text(first);
        message(reader, words.clone());
        words
    });
}

/// The first line, the header and the body.
fn message(reader: &mut Reader<'_>, words: Text) {
    let (first, _) = line(reader.ahead());
    if first.starts_with(b"HTTP/") {
        let parts = ["HTTP-version", "status-code", "reason-phrase"];
        start(reader, ("status-line", "4"), parts, words);
    } else {
        let parts = ["method", "request-target", "HTTP-version"];
        start(reader, ("request-line", "3"), parts, words);
    }
    for _ in 0..MANY {
        let (next, ending) = line(reader.ahead());
        if next.is_empty() {
            break;
        }
        field(reader, next);
        if ending == 0 {
            return;
        }
    }
    if line(reader.ahead()).0.is_empty() {
        end(reader, "the header ends here");
    } else {
        reader.problem(
            0,
            format!("More than {MANY} header fields: the rest is not told."),
        );
    }
    let words = match str::from_utf8(reader.ahead()) {
        Ok(_) => text(reader.ahead()),
        Err(_) => "what it is about".into(),
    };
    reader.rest("message-body", http("6"), words);
}

/// The first line: three words with spaces between.
fn start(
    reader: &mut Reader<'_>,
    (name, section): (&'static str, &'static str),
    parts: [&'static str; 3],
    words: Text,
) {
    reader.group(name, http(section), |reader| {
        let (line, _) = line(reader.ahead());
        let mut left = line;
        for (number, part) in parts.into_iter().enumerate() {
            // The last word goes to the end, and may have spaces itself.
            let space = left.iter().position(|byte| *byte == b' ');
            let word = match space.filter(|_| number < 2) {
                Some(end) => left.get(..end).unwrap_or_default(),
                None => left,
            };
            if !word.is_empty() {
                reader.bytes(word.len(), part, http(section), text(word));
            }
            left = left.get(word.len()..).unwrap_or_default();
            if !left.is_empty() {
                reader.bytes(1, "space", http(section), "");
                reader.role(Role::Frame, "space");
                left = left.get(1..).unwrap_or_default();
            }
        }
        end(reader, "the line ends here");
        words
    });
}

/// One header field: its name, a colon, its value.
fn field(reader: &mut Reader<'_>, line: &[u8]) {
    let Some(colon) = line.iter().position(|byte| *byte == b':') else {
        reader.problem(0, "Expected a name and a colon in a header field.");
        reader.group("field-line", http("5"), |reader| {
            reader.bytes(line.len(), "no header field", http("5"), text(line));
            end(reader, "the line ends here");
            Text::Borrowed("")
        });
        return;
    };
    let value = line.get(colon + 1..).unwrap_or_default();
    let kept = value.trim_ascii();
    let before = value.len() - value.trim_ascii_start().len();
    let after = value.len() - before - kept.len();
    reader.group("field-line", http("5"), |reader| {
        let name = line.get(..colon).unwrap_or_default();
        if colon > 0 {
            reader.bytes(colon, "field-name", http("5"), text(name));
        } else {
            reader.problem(0, "Expected a name before the colon of a header field.");
        }
        reader.bytes(1 + before, "colon", http("5"), "");
        reader.role(Role::Frame, "colon");
        if !kept.is_empty() {
            reader.bytes(kept.len(), "field-value", http("5"), text(kept));
        }
        if after > 0 {
            reader.bytes(after, "space", http("5"), "");
            reader.role(Role::Frame, "space");
        }
        end(reader, "the line ends here");
        text(line)
    });
}

/// The end of a line, where it is there.
fn end(reader: &mut Reader<'_>, words: &'static str) {
    match line(reader.ahead()) {
        ([], length @ 1..) => {
            reader.bytes(length, "CRLF", http("2.2"), words);
            reader.role(Role::Frame, "CRLF");
        }
        _ => reader.problem(0, "Expected the end of a line, found the end of the data."),
    }
}
