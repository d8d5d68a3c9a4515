//! Where the values of the graph stand.

use super::Node;

/// How many values stand beside each other at most: as many as a phone has
/// room for.
const ABREAST: usize = 4;

/// How wide a value is drawn, in thousandths.
pub const WIDE: u32 = 230;

/// How far from a value a way passes it, in thousandths.
const BESIDE: u32 = 10;

/// How often the rows are put in order, once down and once up in turn.
const SWEEPS: usize = 6;

/// Gives each node its place: below what it is made from, what is given right
/// above what first needs it. Returns how many rows there are.
pub(super) fn lay_out(nodes: &mut [Node]) -> usize {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut row_of: Vec<Option<usize>> = vec![None; nodes.len()];
    for (number, node) in nodes.iter().enumerate() {
        if node.from.is_empty() {
            continue;
        }
        let row = |from: &usize| row_of.get(*from).copied().flatten();
        let given: Vec<usize> = node
            .from
            .iter()
            .copied()
            .filter(|from| row(from).is_none())
            .collect();
        let below = node.from.iter().filter_map(row).max();
        let mut at = below.map_or(1, |row| row + 1);
        while !fits(&rows, at, given.len()) {
            at += 1;
        }
        for from in given {
            let above = (0..at).rev().find(|row| room(&rows, *row) > 0);
            place(&mut rows, &mut row_of, from, above.unwrap_or(0));
        }
        place(&mut rows, &mut row_of, number, at);
    }
    straighten(nodes, &mut rows);
    for (row, numbers) in rows.iter().enumerate() {
        for (place, number) in numbers.iter().enumerate() {
            if let Some(node) = nodes.get_mut(*number) {
                node.at = (row, middle(place, numbers.len()));
            }
        }
    }
    pass_by(nodes);
    rows.len()
}

/// Leads the ways past the rows between.
fn pass_by(nodes: &mut [Node]) {
    let at: Vec<(usize, u32)> = nodes.iter().map(|node| node.at).collect();
    for node in nodes {
        let (last, to) = node.at;
        let from = node.from.iter().filter_map(|from| at.get(*from));
        let ways = from.map(|(first, from)| {
            let between = first + 1..last;
            let straight = |row| {
                let share = |part| u32::try_from(part).unwrap_or(u32::MAX);
                let (done, all) = (share(row - first), share(last - first));
                (from * (all - done) + to * done) / all
            };
            between.map(|row| gap(&at, row, straight(row))).collect()
        });
        node.passes = ways.collect();
    }
}

/// Where a way passes a row: as near as those in it leave it to where it would
/// go straight.
fn gap(at: &[(usize, u32)], row: usize, straight: u32) -> u32 {
    let all = at.iter().filter(|(of, _)| *of == row);
    let middles: Vec<u32> = all.map(|(_, middle)| *middle).collect();
    let is_free = |x: &u32| middles.iter().all(|middle| x.abs_diff(*middle) > WIDE / 2);
    let beside = middles.iter().flat_map(|middle| {
        let far = WIDE / 2 + BESIDE;
        [middle.saturating_sub(far).max(2), (middle + far).min(998)]
    });
    let free = beside.chain([straight]).filter(is_free);
    free.min_by_key(|x| x.abs_diff(straight))
        .unwrap_or(straight)
}

/// Orders each row by where its neighbours stand, so that few ways cross.
fn straighten(nodes: &[Node], rows: &mut [Vec<usize>]) {
    let mut x = vec![0; nodes.len()];
    let settle = |row: &[usize], x: &mut Vec<u32>| {
        for (place, number) in row.iter().enumerate() {
            if let Some(x) = x.get_mut(*number) {
                *x = middle(place, row.len());
            }
        }
    };
    rows.iter().for_each(|row| settle(row, &mut x));
    for sweep in 0..SWEEPS {
        for at in 0..rows.len() {
            let at = if sweep % 2 == 0 {
                at
            } else {
                rows.len() - 1 - at
            };
            let Some(row) = rows.get_mut(at) else {
                continue;
            };
            row.sort_by_cached_key(|number| {
                let own = x.get(*number).copied().unwrap_or_default();
                let near = neighbours(nodes, *number);
                let near = near.iter().filter_map(|near| x.get(*near).copied());
                let (sum, count) = near.fold((own, 1), |(sum, count), x| (sum + x, count + 1));
                (sum / count, own)
            });
            settle(row, &mut x);
        }
    }
}

/// What a node is made from, and what is made from it.
fn neighbours(nodes: &[Node], number: usize) -> Vec<usize> {
    let from = nodes.get(number).map(|node| node.from.clone());
    let all = nodes.iter().enumerate();
    let to = all.filter(|(_, node)| node.from.contains(&number));
    let to = to.map(|(at, _)| at);
    from.unwrap_or_default().into_iter().chain(to).collect()
}

fn room(rows: &[Vec<usize>], row: usize) -> usize {
    ABREAST.saturating_sub(rows.get(row).map_or(0, Vec::len))
}

/// Whether a row has room for one more, and those above it for what is given.
fn fits(rows: &[Vec<usize>], row: usize, given: usize) -> bool {
    let above: usize = (0..row).map(|row| room(rows, row)).sum();
    room(rows, row) > 0 && above >= given
}

fn place(rows: &mut Vec<Vec<usize>>, row_of: &mut [Option<usize>], number: usize, row: usize) {
    while rows.len() <= row {
        rows.push(Vec::new());
    }
    if let (Some(all), Some(held)) = (rows.get_mut(row), row_of.get_mut(number)) {
        all.push(number);
        *held = Some(row);
    }
}

/// The middle of a place in a row of so many, in thousandths.
fn middle(place: usize, of: usize) -> u32 {
    u32::try_from((2 * place + 1) * 500 / of.max(1)).unwrap_or(500)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_passes_beside_what_stands_between() {
        for (middles, passes) in [
            (&[500][..], 375),
            (&[250, 750], 480),
            (&[375, 625], 500),
            (&[125, 375, 625, 875], 500),
            (&[], 480),
        ] {
            let at: Vec<(usize, u32)> = middles.iter().map(|middle| (1, *middle)).collect();
            let found = gap(&at, 1, 480);
            assert_eq!(found, passes, "{middles:?}");
            assert!(
                middles
                    .iter()
                    .all(|middle| found.abs_diff(*middle) > WIDE / 2)
            );
        }
    }
}
