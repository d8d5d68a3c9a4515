//! What a picture of a whole step shows, held against its values.

use super::aes;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use padlock::engine::hex;
use padlock::engine::picture::{
    self, Affine, Area, Avalanche, Board, Bricks, Carryless, Chain, ChainedBlock, Chaining, Clock,
    Column, Combs, Content, Cycle, Dependence, Der, Diffusion, Direction, End, Exchange, Expansion,
    Field, Grid, Halves, Hops, Lengths, Mixing, Modulus, Orbit, Pair, Path, Permutation, Reading,
    Regroup, Rounds, Scatter, Seal, SecretTree, Side, Squares, Substitution, Timeline, Token,
    Trial, When,
};
use padlock::engine::trace::{Data, Expr, Fate, Picture, Relation, Step, Value};
use sha2::{Digest as _, Sha256};

fn number(value: &Value) -> BigInt {
    match &value.data {
        Data::Integer(integer) => integer.clone(),
        other => panic!("{} is {other:?}", value.symbol),
    }
}

/// The number of this name among the values that a step mentions.
fn named(step: &Step, symbol: &str) -> BigInt {
    let value = step.mentioned().find(|value| value.symbol == symbol);
    number(value.unwrap())
}

/// A picture of several equations together shows what they say.
pub(crate) fn assert_whole(what: &str, step: &Step) {
    let known = picture::known_by(step);
    assert!(known.len() <= 1, "{what}: {} is {known:?}", step.title);
    if let Some(drawn) = picture::of_step(step) {
        assert!(!drawn.says().is_empty(), "{what}");
        by_kind!(&*drawn, {
            Field(field) => searched(what, field, step),
            Squares(squares) => cut(what, squares, step),
            Permutation(all) => sent_home(what, all, step),
            Cycle(cycle) => goes_round(what, cycle, step),
            Grid(grid) => found(what, grid, step),
            Timeline(line) => {
                assert_eq!(BigInt::from(line.now), named(step, "now"), "{what}");
                // That it is not from the future is a check of its own.
                if line.now >= line.ends[0].1 || step.equations.len() > 1 {
                    assert_eq!(step.verdict, Some(line.holds().into()), "{what}");
                }
            },
            Regroup(regroup) => {
                let whole = regroup
                    .bytes
                    .iter()
                    .fold(0, |all, byte| all << 8 | u32::from(*byte));
                let back = regroup
                    .numbers
                    .iter()
                    .fold(0, |all, number| all << 6 | number);
                assert_eq!(whole, back, "{what}");
                let text = BASE64_URL_SAFE.encode(regroup.bytes);
                let shown = regroup.text.trim_end_matches('=');
                assert!(text.starts_with(shown), "{what}: {text} is not {shown}");
            },
            Chaining(chaining) => follows(what, chaining, step),
            Path(path) => ends_at_doors(what, path, step),
            Area(area) => {
                let numbers = area.marks.each_ref().map(|mark| named(step, &mark.name));
                let [wide, high, whole] = &numbers;
                assert_eq!(wide * high, *whole, "{what}");
                assert_eq!(numbers.each_ref().map(BigInt::bits), area.bits, "{what}");
                let off: BigInt = high * 1000 / wide - area.marks[1].place;
                assert!(off.bits() <= 1, "{what}: the sides are to scale");
            },
            Der(der) => filled_in(what, der, step),
            Chain(chain) => {
                assert_eq!(chain.links[0].signed, None, "{what}: what is trusted");
            },
            Modulus(modulus) => multiplied(what, modulus, step),
            Scatter(all) => scattered(what, all, step),
            Lengths(lengths) => long(what, lengths, step),
            Orbit(orbit) => {
                let [e, d, lambda] = ["e", "d", "λ"].map(|name| named(step, name));
                let whole: BigInt = e * d - 1;
                assert_eq!(whole.mod_floor(&lambda), BigInt::ZERO, "{what}");
                let lengths = [&orbit.round, &orbit.whole, &orbit.turns];
                let numbers = [&lambda, &whole, &(&whole / &lambda)];
                for (length, number) in lengths.into_iter().zip(numbers) {
                    assert_eq!(length.bits, number.bits(), "{what}: {}", length.name);
                }
            },
            Seal(seal) => sealed(what, seal),
            Token(token) => laid_out(what, token),
            Trial(trial) => {
                let number = trial.number;
                assert_eq!(BigInt::from(number), named(step, &trial.name), "{what}");
                let divides = trial.primes.iter().any(|prime| number % prime == 0);
                assert_eq!(step.verdict, Some((!divides).into()), "{what}");
            },
            Halves(halves) => {
                assert_eq!(halves.bytes.each_ref().map(Vec::len), [16, 16], "{what}");
            },
            Board(board) => {
                let cards = board.columns.iter();
                let cards = cards.filter(|column| matches!(column, Column::Card(_)));
                assert!((1..=8).contains(&cards.count()), "{what}");
                let holds = board.pins.iter().all(|pin| pin.holds != Some(false));
                let is_said = board.says();
                assert_eq!(holds, !is_said.contains("not: "), "{what}: {is_said}");
            },
            Pair(pair) => compared(what, pair, step),
            Combs(combs) => meet(what, combs, step),
            Hops(hops) => land(what, hops),
            Bricks(bricks) => add_up(what, bricks, step),
            Avalanche(avalanche) => parts(what, avalanche, step),
            Reading(reading) => {
                let whole = BigInt::from_bytes_be(Sign::Plus, &reading.bytes);
                assert_eq!(whole, named(step, &reading.number.name), "{what}");
                assert_eq!(whole.bits(), reading.number.bits, "{what}");
            },
            Rounds(rounds) => aes::went_through(what, rounds, step),
            Substitution(table) => aes::looked_up(what, table, step),
            Affine(affine) => aes::mapped(what, affine, step),
            Mixing(mixing) => aes::mixed(what, mixing, step),
            Carryless(product) => aes::multiplied(what, product, step),
            Expansion(words) => aes::expanded(what, words, step),
            Diffusion(all) => aes::spread(what, all, step),
            Dependence(all) => aes::depends(what, all),
            SecretTree(tree) => {
                let mut tree = tree.clone();
                let mut now = tree.twigs().filter(|twig| twig.when == When::Now);
                let twig = now.next().unwrap();
                let made = step.values.last().unwrap();
                assert_eq!(twig.symbol, made.symbol, "{what}");
                let begins = twig.begins.clone().unwrap();
                let Data::Bytes(bytes) = &made.data else {
                    panic!("{what}: {made:?}");
                };
                assert!(hex::encode(bytes).starts_with(&*begins), "{what}: {begins}");
                assert!(now.next().is_none(), "{what}: one is made at a time");
            },
            Clock(clock) => {
                assert_eq!(BigInt::from(clock.now), named(step, "now"), "{what}");
                let period = ["notBefore", "notAfter"].map(|name| named(step, name));
                let spans = clock.spans.iter().map(|(_, span)| span.map(BigInt::from));
                assert!(spans.clone().any(|span| span == period), "{what}");
            },
            Exchange(exchange) => {
                let Some(now) = exchange.now else {
                    assert!(exchange.turns.iter().any(|turn| turn.is_message), "{what}");
                    return;
                };
                // Several steps may share the row of a sealed record.
                let turn = &exchange.turns[now];
                assert_eq!(turn.title, step.title, "{what}");
                assert_eq!(turn.fate.is_some() && !turn.is_message, step.verdict.is_some(), "{what}");
                for known in &turn.values {
                    let is_it = |value: &Value| value.symbol == known.symbol;
                    assert!(step.mentioned().any(is_it), "{what}: {}", known.symbol);
                }
            },
        });
    }
}

/// Where the combs meet is a multiple of both widths, and no other place is.
fn meet(what: &str, combs: &Combs, step: &Step) {
    let widths = combs.combs.each_ref().map(|comb| comb.width);
    let is_met = |place: &u32| {
        widths
            .iter()
            .all(|width| u32::is_multiple_of(*place, *width))
    };
    let all: Vec<u32> = (1..=combs.end()).filter(is_met).collect();
    assert_eq!(combs.meets, all, "{what}");
    let [first, whole, times] = combs.named.each_ref().map(|mark| named(step, &mark.name));
    assert_eq!(first, all[0].into(), "{what}");
    assert_eq!(whole, combs.end().into(), "{what}");
    assert_eq!(times, all.len().into(), "{what}");
}

/// Each hop lands where its multiple leaves that remainder, and the last on 1.
fn land(what: &str, hops: &Hops) {
    let [e, d, ring] = [&hops.hop, &hops.count, &hops.ring].map(number);
    assert_eq!(d, hops.times().into(), "{what}");
    for (hop, stop) in hops.stops.iter().enumerate() {
        assert_eq!((&e * hop).mod_floor(&ring), (*stop).into(), "{what}");
    }
    assert_eq!(hops.stops.last(), Some(&1), "{what}");
    assert_eq!((e * d - 1) / ring, hops.rounds().into(), "{what}");
}

/// Each brick is as long as its number, and a product as what it is part of, to
/// within what a pixel shows.
fn add_up(what: &str, bricks: &Bricks, step: &Step) {
    let values: Vec<&Value> = step
        .equations
        .iter()
        .flat_map(|equation| [equation.left.values(), equation.right.values()])
        .flatten()
        .collect();
    for group in &bricks.groups {
        for brick in group.iter().flat_map(|row| &row.bricks) {
            if let Some(value) = values.iter().find(|value| value.symbol == brick.name) {
                assert_eq!(number(value).bits(), brick.bits, "{what}: {}", brick.name);
            }
        }
        let width = |at: usize| -> u32 { group[at].bricks.iter().map(|it| it.width).sum() };
        if group.get(1).is_some_and(|row| row.sign == "=") {
            assert!(width(0).abs_diff(width(1)) <= 4, "{what}: {group:?}");
        }
        for row in group.iter().filter(|row| row.below.is_some()) {
            assert!(Some(row.bricks[0].width) <= row.below, "{what}: {row:?}");
        }
    }
}

/// A check of a chain is told as it is drawn, among those before it.
fn compared(what: &str, pair: &Pair, step: &Step) {
    assert_eq!(step.verdict, pair.holds.map(Into::into), "{what}");
    assert_eq!(pair.pins.last().unwrap().holds, pair.holds, "{what}");
    assert!(pair.pins.len() <= pair.checks, "{what}: one for each check");
    let is_lit = pair.sheets.iter().any(|sheet| !sheet.lit.is_empty());
    assert_eq!(is_lit, step.id != "rest", "{what}: what it is about");
    if step.id == "chaining" && pair.holds == Some(true) {
        let [one, other] = pair.joined().unwrap();
        let values = [(0, one), (1, other)].map(|(at, line)| &pair.sheets[at].values[line]);
        assert_eq!(values[0], values[1], "{what}");
    }
}

/// The edges are to scale, and the area is their product.
fn multiplied(what: &str, modulus: &Modulus, step: &Step) {
    let [wide, high] = modulus.edges.each_ref().map(|mark| named(step, &mark.name));
    let off: BigInt = &high * 1000 / &wide - modulus.edges[1].place;
    assert!(off.bits() <= 1, "{what}: the edges are to scale");
    let n = &wide * &high;
    let shown = modulus.area.number.as_deref().unwrap();
    let bits = format!("{} bits", n.bits());
    assert!(shown == n.to_string() || shown == bits, "{what}: {shown}");
    for edge in modulus.plane.iter().flat_map(|plane| &plane.edges) {
        let length = BigInt::from(edge.length);
        assert_eq!(length, named(step, &edge.name), "{what}");
    }
}

/// Each number goes where the power sends it.
fn scattered(what: &str, all: &Scatter, step: &Step) {
    let (n, exponent) = (named(step, &all.modulus), number(&all.exponent));
    assert_eq!(BigInt::from(all.ways.len()), n, "{what}");
    for (x, way) in all.ways.iter().enumerate() {
        let to = BigInt::from(x).modpow(&exponent, &n);
        assert_eq!(to, BigInt::from(*way), "{what}: {x}");
    }
    assert_eq!(all.one.each_ref().map(number), all.places.map(BigInt::from));
    assert_eq!(all.ways[all.places[0] as usize], all.places[1], "{what}");
}

/// Each bar is as long as its number, where the step names that.
fn long(what: &str, lengths: &Lengths, step: &Step) {
    let equations = step.equations.iter();
    let values: Vec<&Value> = equations
        .flat_map(|equation| [equation.left.values(), equation.right.values()])
        .flatten()
        .collect();
    for row in &lengths.rows {
        if let Some(value) = values.iter().find(|value| value.symbol == row.name) {
            assert_eq!(number(value).bits(), row.bits, "{what}: {}", row.name);
        }
    }
    assert!(lengths.room > 0, "{what}");
}

/// The hash is that of the message, and both sides are what they are said to be.
fn sealed(what: &str, seal: &Seal) {
    assert!(seal.holds().is_some(), "{what}: the run is over");
    if let (Content::Bytes(made), Side::Signer) = (&seal.made, seal.side) {
        let hash = Sha256::digest(seal.message.as_bytes());
        assert!(
            seal.message.ends_with('…') || hash[..] == made[..],
            "{what}"
        );
    }
    assert!(
        seal.holds() == Some(false) || seal.differing().is_empty(),
        "{what}"
    );
}

/// The fields are all of the token, and the message has room in its ciphertext.
fn laid_out(what: &str, token: &Token) {
    assert_eq!(token.bytes.len(), token.length(), "{what}");
    let letters = token.letters.len() + token.beyond;
    assert!(letters == 0 || letters < token.lengths[3], "{what}");
    let refused = token.pins.iter().any(|pin| pin.holds == Some(false));
    assert!(refused || token.bytes[0] == 0x80, "{what}");
}

/// The present block is that of its step, and so is what is mixed into it.
fn follows(what: &str, chaining: &Chaining, step: &Step) {
    let block = &chaining.blocks[chaining.present];
    let number = block.number;
    let before = match chaining.present.checked_sub(1) {
        Some(at) => chaining.blocks[at].cipher,
        None => Some(chaining.before),
    };
    let is_called = match number {
        1 => "IV".to_owned(),
        number => format!("c_{}", number - 1),
    };
    for (symbol, shown) in [
        (format!("p_{number}"), block.plain),
        (format!("c_{number}"), block.cipher),
        (is_called, before),
    ] {
        let mut all = step.values.iter();
        let held = all.find(|value| value.symbol == symbol).unwrap();
        let shown = Data::Bytes(shown.unwrap().to_vec());
        assert_eq!(held.data, shown, "{what}: {symbol}");
    }
    // What comes later is not made yet.
    let later = chaining.blocks.iter().skip(chaining.present + 1);
    let is_made = |one: &ChainedBlock| match chaining.way {
        Direction::Cipher => one.cipher.is_some(),
        Direction::Plain => one.plain.is_some(),
    };
    assert!(!later.into_iter().any(is_made), "{what}");
}

/// Each row ends as its numbers do, and the present one is that of its step.
fn ends_at_doors(what: &str, path: &Path, step: &Step) {
    let holds = path.rounds.iter().all(|round| round.end.holds());
    let Some(present) = path.present else {
        assert_eq!(step.verdict, Some(holds.into()), "{what}");
        return;
    };
    let round = &path.rounds[present];
    assert_eq!(step.verdict, Some(round.end.holds().into()), "{what}");
    let written = |name: &str| {
        let number = named(step, name);
        let bytes = number.to_bytes_be().1;
        match number.bits() {
            0..=20 => number.to_string(),
            _ => format!("{:02x}…{:02x}", bytes[0], bytes[bytes.len() - 1]),
        }
    };
    assert_eq!(round.base, written("a"), "{what}");
    let (n, last) = (named(step, &path.modulus), round.stops.len() - 1);
    for (at, stop) in round.stops.iter().enumerate() {
        let name = format!("x_{at}");
        match stop.as_ref() {
            "−1" => assert_eq!((at, named(step, &name)), (last, &n - 1), "{what}"),
            stop => assert_eq!(stop, written(&name), "{what}"),
        }
    }
    let last = named(step, &format!("x_{last}"));
    match round.end {
        End::One | End::Root => assert_eq!(last, BigInt::from(1), "{what}"),
        End::MinusOne => assert_eq!(last, n - 1, "{what}"),
        End::Elsewhere => assert!(last > BigInt::from(1) && last < n - 1, "{what}"),
    }
}

/// The hash is that of the step, and its copy's message is other in one bit.
fn parts(what: &str, avalanche: &Avalanche, step: &Step) {
    let hash = Data::Bytes(avalanche.hashes[0].to_vec());
    let mut values = step.equations[0].left.values();
    values.extend(step.equations[0].right.values());
    assert!(values.iter().any(|value| value.data == hash), "{what}");
    let [was, is] = avalanche.flipped;
    assert_eq!((was ^ is).count_ones(), 1, "{what}");
    // Chance would have to be one in millions to be further away.
    assert!((88..=168).contains(&avalanche.count()), "{what}");
}

/// The lines follow each other, and the open one is what the step lays out.
fn filled_in(what: &str, der: &Der, step: &Step) {
    for lines in der.lines.windows(2) {
        assert!(lines[0].range[1] <= lines[1].range[0], "{what}");
    }
    assert!(der.lines.iter().any(|line| line.width == 1000), "{what}");
    let Some(open) = &der.open else {
        assert!(der.lines.len() > 2, "{what}");
        return;
    };
    let [from, to] = der.lines[open.line].range;
    let bytes = &step.bytes[0].bytes;
    assert_eq!(bytes.len(), (to - from) as usize, "{what}");
    assert_eq!(der.lines[open.line].name, step.bytes[0].name, "{what}");
    let all = [
        &open.around,
        &open.tag.shown,
        &open.length.shown,
        &open.value.shown,
    ];
    let all = all.into_iter().flatten();
    assert!(
        bytes.iter().zip(all).all(|(one, shown)| one == shown),
        "{what}"
    );
}

/// Each cell has the fate of its row.
fn searched(what: &str, field: &Field, step: &Step) {
    assert_eq!(field.fates.len(), step.inside.total as usize, "{what}");
    let rows = field.fates.iter().skip(step.inside.first as usize);
    for (fate, row) in rows.zip(&step.inside.kept) {
        assert_eq!(number(&row.values[0]).bits(), u64::from(field.bits));
        let by = row.equations.iter().find_map(|equation| {
            let divides = equation.relation == Relation::Divides;
            divides.then_some(&equation.left)
        });
        match fate {
            Fate::Divided { by: prime } => {
                assert_eq!(by, Some(&Expr::Constant((*prime).into())), "{what}");
            }
            _ => assert_eq!(by, None, "{what}"),
        }
    }
    let kept = field.cells("kept").collect::<Vec<_>>();
    assert_eq!(kept, [field.fates.len() - 1], "{what}");
}

/// Each row cuts as many squares as its quotient says, as far as it is drawn.
fn cut(what: &str, squares: &Squares, step: &Step) {
    let last = squares.cuts.last().map_or(0, |cut| cut.row);
    for (at, row) in (0..last).zip(&step.inside.kept) {
        let of_row = squares.cuts.iter().filter(|cut| cut.row == at).count();
        assert_eq!(
            BigInt::from(of_row),
            number(&row.values[0]),
            "{what}: row {at}"
        );
    }
    let [a, b] = squares.sides;
    let (left, right) = (number(&squares.of[0]) * b, number(&squares.of[1]) * a);
    let off = if left > right {
        &left - &right
    } else {
        &right - &left
    };
    assert!(off * 1000 <= left, "{what}: the sides are to scale");
}

fn sent_home(what: &str, all: &Permutation, step: &Step) {
    let n = named(step, &all.modulus);
    let [e, d] = all.exponents.each_ref().map(number);
    assert_eq!(BigInt::from(all.forth.len()), n, "{what}");
    for (x, (forth, back)) in all.forth.iter().zip(&all.back).enumerate() {
        let x = BigInt::from(x);
        assert_eq!(x.modpow(&e, &n), BigInt::from(*forth), "{what}: {x}");
        assert_eq!(x.modpow(&d, &n), BigInt::from(*back), "{what}: {x}");
    }
    assert_eq!(all.one.each_ref().map(number), all.places.map(BigInt::from));
}

fn goes_round(what: &str, cycle: &Cycle, step: &Step) {
    let n = named(step, &cycle.modulus);
    let (m, length) = (number(&cycle.base), named(step, &cycle.length));
    assert_eq!(BigInt::from(cycle.powers.len()), length, "{what}");
    for (exponent, power) in cycle.powers.iter().enumerate().skip(1) {
        let is = m.modpow(&BigInt::from(exponent), &n);
        assert_eq!(is, BigInt::from(*power), "{what}: {exponent}");
    }
    let whole = m.modpow(&length, &n);
    assert_eq!(
        whole,
        BigInt::from(cycle.powers[0]),
        "{what}: the whole round"
    );
    let [e, d] = cycle.jumps.each_ref().map(number);
    assert_eq!(BigInt::from(cycle.stops.len()), d + 1, "{what}");
    for (jump, stop) in cycle.stops.iter().enumerate() {
        assert_eq!(
            (&e * jump).mod_floor(&length),
            BigInt::from(*stop),
            "{what}"
        );
    }
    assert_eq!(cycle.stops.last(), Some(&1), "{what}: at the exponent 1");
}

fn found(what: &str, grid: &Grid, step: &Step) {
    let [p, q] = grid.moduli.each_ref().map(number);
    for (at, cell) in grid.cells().into_iter().enumerate() {
        let (x, y) = (at % grid.size[0] as usize, at / grid.size[0] as usize);
        assert_eq!(BigInt::from(cell).mod_floor(&p), BigInt::from(x), "{what}");
        assert_eq!(BigInt::from(cell).mod_floor(&q), BigInt::from(y), "{what}");
    }
    let at = grid.cell[1] * grid.size[0] + grid.cell[0];
    let shown = BigInt::from(grid.cells()[at as usize]);
    assert_eq!(shown, named(step, &grid.number.symbol), "{what}");
}
