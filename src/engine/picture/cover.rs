//! A drawing in which some values are covered.

/// What stands for a covered value.
const COVER: &str = "?";

/// The attributes that are read out.
const SPOKEN: [&str; 3] = ["aria-label=", "aria-valuetext=", "title="];

/// What a picture puts around parts of it that say what holds, and how it came about.
pub(super) const TOLD: [&str; 2] = ["<!--told-->", "<!--/told-->"];

/// Markup in which these writings are covered wherever they stand by themselves,
/// in its texts and in what is read out of it.
#[must_use]
pub fn covered(markup: &str, hidden: &[String]) -> String {
    let mut all = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((text, tag)) = rest.split_once('<') {
        all.push_str(&over(text, hidden));
        all.push('<');
        let (tag, after) = tag.split_at(end_of(tag));
        let mut before = "";
        for (number, part) in tag.split('"').enumerate() {
            if number > 0 {
                all.push('"');
            }
            if SPOKEN.iter().any(|name| before.ends_with(name)) {
                all.push_str(&over(part, hidden));
            } else {
                all.push_str(part);
            }
            before = part;
        }
        rest = after;
    }
    all.push_str(&over(rest, hidden));
    all
}

/// Markup that no longer says what holds: neither by signs and colours nor to those
/// who have it read out.
#[must_use]
pub fn unjudged(markup: &str) -> String {
    let [from, to] = TOLD;
    let mut parts = markup.split(from);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once(to).unwrap_or_default();
        all.push_str(&format!("<span class=\"closed\">{COVER}</span>{rest}"));
    }
    for holds in ["true", "false"] {
        all = all.replace(&format!("data-holds=\"{holds}\""), "data-holds=\"open\"");
    }
    for sign in ["✓", "✗", "≠"] {
        all = all.replace(sign, COVER);
    }
    all = all.replace(">=</text>", ">?</text>");
    let name = "aria-label=\"";
    match all.split_once(name) {
        Some((before, after)) => {
            let (_, after) = after.split_once('"').unwrap_or_default();
            format!("{before}{name}A picture; what holds is covered.\"{after}")
        }
        None => all,
    }
}

/// Where a tag ends; what stands in quotes is no end.
fn end_of(tag: &str) -> usize {
    let mut is_quoted = false;
    let end = tag.find(|c: char| {
        is_quoted ^= c == '"';
        c == '>' && !is_quoted
    });
    end.unwrap_or(tag.len())
}

/// A text with these writings covered.
fn over(text: &str, hidden: &[String]) -> String {
    let mut text = text.to_owned();
    for writing in hidden.iter().filter(|writing| !writing.is_empty()) {
        let mut all = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(writing.as_str()) {
            let last = before
                .chars()
                .next_back()
                .or_else(|| all.chars().next_back());
            let goes_on = [last, after.chars().next()];
            let is_part = goes_on.iter().flatten().any(|c| c.is_alphanumeric());
            all.push_str(before);
            all.push_str(if is_part { writing } else { COVER });
            rest = after;
        }
        all.push_str(rest);
        text = all;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_covered_where_it_stands_by_itself_and_no_place_is() {
        let hidden = ["9".to_owned(), "0x1f…2e".to_owned()];
        for (drawn, expected) in [
            ("<p>4³ = 9</p>", "<p>4³ = ?</p>"),
            ("<b>19</b> 9, 9a 99 9", "<b>19</b> ?, 9a 99 ?"),
            (
                "<text x=\"9\" class=\"lit\">9</text>",
                "<text x=\"9\" class=\"lit\">?</text>",
            ),
            (
                "<g aria-valuetext=\"4 goes to 9\" data-value=\"9\"/>",
                "<g aria-valuetext=\"4 goes to ?\" data-value=\"9\"/>",
            ),
            (
                "<i title=\"a > 9\" x=\"9\">9</i>",
                "<i title=\"a > ?\" x=\"9\">?</i>",
            ),
            ("c = 0x1f…2e.", "c = ?."),
            ("9", "?"),
            ("<broken 9", "<broken 9"),
        ] {
            assert_eq!(covered(drawn, &hidden), expected);
        }
        assert_eq!(covered("9 <b>9</b>", &[]), "9 <b>9</b>");
    }

    #[test]
    fn what_says_how_it_came_about_is_covered_whole() {
        let [from, to] = TOLD;
        let told = format!("<b>client</b>{from}trusts nobody{to}<i>{from}<ol>…</ol>{to}</i>");
        let closed = "<span class=\"closed\">?</span>";
        assert_eq!(
            unjudged(&told),
            format!("<b>client</b>{closed}<i>{closed}</i>")
        );
    }

    #[test]
    fn what_holds_is_told_in_no_way() {
        let told = "<div class=\"picture\" aria-label=\"1 of 2 checks hold; not: host.\"><li data-holds=\"true\">✓ a</li><li data-holds=\"false\">✗ b</li><text>=</text></div>";
        assert_eq!(
            unjudged(told),
            "<div class=\"picture\" aria-label=\"A picture; what holds is covered.\"><li data-holds=\"open\">? a</li><li data-holds=\"open\">? b</li><text>?</text></div>"
        );
    }
}
