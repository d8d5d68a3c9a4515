//! Cards beside each other, with what passes between them.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::clock::clock;
use crate::engine::picture::pins::{CLOSED, pins};
use crate::engine::picture::{Board, Card, Column, Form, Line, Pass, Towards};
use crate::engine::picture::{mark, pressed, tone};

/// How high the title of a card and a line of it are, in pixels, as the style
/// sheet has them.
const TITLE: usize = 34;
const LINE: usize = 30;

pub(super) fn board(board: &Board) -> Ink {
    let mut ink = Ink::default();
    let cards = board
        .columns
        .iter()
        .filter(|column| matches!(column, Column::Card(_)))
        .count();
    // Where each line has something between, both stand on one height.
    let lines = board.columns.iter().find_map(|column| match column {
        Column::Card(card) => Some(card.lines.len()),
        Column::Way(_) => None,
    });
    let is_aligned = board.columns.iter().any(
        |column| matches!(column, Column::Way(all) if Some(all.len()) == lines && all.len() > 3),
    );
    ink.put(format_args!(
        "<div class=\"opening board\" data-cards=\"{cards}\" data-aligned=\"{is_aligned}\"><div class=\"among\">"
    ));
    for column in &board.columns {
        match column {
            Column::Card(one) => card(one, &mut ink),
            Column::Way(all) => {
                ink.put(format_args!("<ul class=\"between\">"));
                all.iter().for_each(|one| pass(one, &mut ink));
                ink.put(format_args!("</ul>"));
            }
        }
    }
    ink.put(format_args!("</div>"));
    board.clock.iter().for_each(|one| clock(one, &mut ink));
    pins(&board.pins, true, &mut ink);
    ink.put(format_args!("</div>"));
    ink
}

fn card(card: &Card, ink: &mut Ink) {
    let form = match card.form {
        Form::Certificate => "certificate",
        Form::SelfSigned => "self-signed",
        Form::Machine => "machine",
        Form::Paper => "paper",
        Form::Empty => "empty",
    };
    ink.put(format_args!(
        "<div class=\"card\" data-form=\"{form}\"><p class=\"title\">{}</p><ul>",
        plain(&card.title)
    ));
    card.lines.iter().for_each(|one| line(one, ink));
    ink.put(format_args!("</ul>"));
    let key = card.lines.iter().position(|line| line.key.is_some());
    if let (Form::SelfSigned, Some(key), Some(last)) =
        (card.form, key, card.lines.len().checked_sub(1))
    {
        let middle = |at: usize| TITLE + at * LINE + LINE / 2;
        let (top, end) = (middle(key), middle(last));
        ink.put(format_args!("<svg class=\"loop\" aria-hidden=\"true\" width=\"40\" height=\"{0}\"><path d=\"M4 {end}h14a12 12 0 0 0 12-12V{1}a12 12 0 0 0-12-12h-10\"/><path class=\"head\" d=\"M2 {top}l9-5v10z\"/></svg>", end + LINE, top + 12));
    }
    ink.put(format_args!("</div>"));
}

fn line(line: &Line, ink: &mut Ink) {
    ink.put(format_args!("<li data-begins=\"{}\">", line.begins));
    if let Some(known_to) = line.key {
        ink.put(format_args!(
            "<b data-visibility=\"{}\">{} {}</b> ",
            tone(known_to),
            mark(known_to),
            plain(&line.name)
        ));
    } else {
        ink.part("name", &line.name);
    }
    if line.value.starts_with("https://") {
        ink.put(format_args!("<svg class=\"locked\" aria-hidden=\"true\" viewBox=\"0 0 24 24\"><path d=\"{CLOSED}\"/><rect x=\"4\" y=\"11\" width=\"16\" height=\"11\" rx=\"2\"/></svg>"));
    }
    ink.part("worth", &line.value);
    ink.put(format_args!("</li>"));
}

fn pass(pass: &Pass, ink: &mut Ink) {
    let way = match pass.way {
        Towards::Next => "next",
        Towards::Previous => "previous",
    };
    let (holds, sign) = match pass.holds {
        Some(true) => ("true", "✓ "),
        Some(false) => ("false", "✗ "),
        None => ("", ""),
    };
    ink.put(format_args!(
        "<li data-way=\"{way}\" data-holds=\"{holds}\">"
    ));
    let end = pressed(pass.fill.as_ref(), "pass", ink);
    ink.put(format_args!("{sign}"));
    match pass.key {
        Some(known_to) => ink.put(format_args!(
            "<b data-visibility=\"{}\">{} {}</b>",
            tone(known_to),
            mark(known_to),
            plain(&pass.name)
        )),
        None => ink.put(format_args!("{}", plain(&pass.name))),
    }
    ink.put(format_args!("{end}</li>"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::knowers::Knowers;

    #[test]
    fn a_root_loops_back_to_its_own_key() {
        let root = Card::new(Form::SelfSigned, "A <root>")
            .key("public key", Knowers::EVERYBODY)
            .line("signed by", "itself");
        let one = Board::new("", vec![root.into()]);
        let markup = board(&one).into_markup();
        assert!(markup.contains("A &lt;root>"), "{markup}");
        assert!(markup.contains("class=\"loop\""), "{markup}");
        assert!(markup.contains("<b data-visibility=\"public\">○ public key</b>"));
    }

    #[test]
    fn what_is_between_lines_stands_on_their_height() {
        let card = || (0..4).fold(Card::new(Form::Paper, ""), |card, _| card.line("a", "b"));
        let between = |passes: usize| {
            let way = Column::Way(vec![Pass::back("x").holding(Some(false)); passes]);
            board(&Board::new("", vec![card().into(), way, card().into()])).into_markup()
        };
        let all = between(4);
        assert!(
            all.contains("data-cards=\"2\" data-aligned=\"true\""),
            "{all}"
        );
        assert!(all.contains(
            "<li data-way=\"previous\" data-holds=\"false\"><div class=\"pass\">✗ x</div>"
        ));
        assert!(between(1).contains("data-aligned=\"false\""));
    }
}
