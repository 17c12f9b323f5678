//! Which lines change between two texts, as they may be shown.

use super::LineChange;

/// More pairs of lines than this are not compared: all between the first and the last difference
/// is shown then.
const MOST_PAIRS: usize = 1 << 20;

/// Every line that changes, goes or comes. `shown` masks the lines of a text, of which there
/// are as many as the text has.
pub(super) fn line_changes(
    before: &[u8],
    after: &[u8],
    shown: fn(&[u8]) -> Vec<String>,
) -> Vec<LineChange> {
    let lines = |text: &'_ [u8]| -> Vec<Vec<u8>> {
        let lines = text.split_inclusive(|&byte| byte == b'\n');
        lines.map(<[u8]>::to_vec).collect()
    };
    let (old, new) = (lines(before), lines(after));
    let (shown_old, shown_new) = (shown(before), shown(after));
    let mut changes = Vec::new();
    for (gone, come) in hunks(&old, &new) {
        for nth in 0..gone.len().max(come.len()) {
            let old = gone.clone().nth(nth);
            let new = come.clone().nth(nth);
            let text = |at: Option<usize>, shown: &[String]| shown.get(at?).cloned();
            changes.push(LineChange {
                line: u32::try_from(old.or(new).unwrap_or_default() + 1).unwrap_or(u32::MAX),
                old: text(old, &shown_old),
                new: text(new, &shown_new),
            });
        }
    }
    // The end of a last line that had none: nothing of it can be seen.
    changes.retain(|change| change.old != change.new);
    changes
}

type Lines = std::ops::Range<usize>;

/// The runs of lines that differ: which of the old ones became which of the new.
fn hunks(old: &[Vec<u8>], new: &[Vec<u8>]) -> Vec<(Lines, Lines)> {
    let same = |(a, b): &(&Vec<u8>, &Vec<u8>)| a == b;
    let start = old.iter().zip(new).take_while(same).count();
    let rest = old.len().min(new.len()) - start;
    let backwards = old.iter().rev().zip(new.iter().rev());
    let end = backwards.take(rest).take_while(same).count();
    let (from, to) = (start..old.len() - end, start..new.len() - end);
    if from.len().saturating_mul(to.len()) > MOST_PAIRS {
        return vec![(from, to)];
    }
    let common = common(&old[from.clone()], &new[to.clone()]);
    let ends = std::iter::once((from.len(), to.len()));
    let (mut a, mut b) = (0, 0);
    let mut hunks = Vec::new();
    for (next_a, next_b) in common.into_iter().chain(ends) {
        if (a, b) != (next_a, next_b) {
            hunks.push((start + a..start + next_a, start + b..start + next_b));
        }
        (a, b) = (next_a + 1, next_b + 1);
    }
    hunks
}

/// The longest sequence of lines that both have, as pairs of places.
fn common(old: &[Vec<u8>], new: &[Vec<u8>]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            longest[a * width + b] = match old[a] == new[b] {
                true => longest[(a + 1) * width + b + 1] + 1,
                false => longest[(a + 1) * width + b].max(longest[a * width + b + 1]),
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut pairs = Vec::new();
    while a < old.len() && b < new.len() {
        if old[a] == new[b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if longest[(a + 1) * width + b] >= longest[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}
