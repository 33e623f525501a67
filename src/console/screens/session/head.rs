//! The head of a session: its state, who takes part, how far it is, how fast it goes, and the session before it.

use ratatui::layout::Rect;

use super::words::span;
use crate::console::canvas::{Canvas, Look, Words, row_of};
use crate::console::glyphs::Glyphs;
use crate::console::layer::Ctx;
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::session::expect::Verdict;
use crate::domain::session::{Phase, Session};
use crate::domain::text::fold;
use crate::store::SessionProgress;

/// Columns of the bar of progress.
const BAR: i64 = 20;
/// In fewer rows than this, what is said once stays out.
const TIGHT: u16 = 18;

/// One line of the head.
type Pieces = Vec<(Role, String)>;

/// What the head says.
#[derive(Debug, Clone, Default)]
pub struct Head {
    phase: Option<Phase>,
    about: String,
    as_of: String,
    proposals: Option<String>,
    progress: SessionProgress,
    before: Option<String>,
    moves_before: bool,
}

impl Head {
    /// Reads it.
    pub fn read(session: &Session, model: &Model, ctx: &mut Ctx<'_>) -> Self {
        let came = ctx.store.session_phase(session).map(Some);
        let came = ctx.desk.or_default(came);
        let proposals = came.as_ref().and_then(|(phase, voters)| proposals(session, *phase, voters));
        let scope = if session.scope.is_empty() { "the whole book".to_owned() } else { format!("/{}", session.scope) };
        let mut about = format!("{} {} {scope} {} led by {}", model.name, dot(ctx.look), dot(ctx.look), session.facilitator);
        let with: Vec<&str> = session.co_facilitators.iter().chain(&session.participants).map(String::as_str).collect();
        let with: Vec<&str> = with.into_iter().filter(|name| fold(name) != fold(&session.facilitator)).collect();
        if !with.is_empty() {
            about.push_str(&format!(", with {}", with.join(", ")));
        }
        let before = before(session, ctx);
        Self {
            phase: came.map(|(phase, _)| phase),
            about,
            as_of: format!("as of {}", ctx.look.formats.date(session.as_of)),
            proposals,
            moves_before: before.as_ref().is_some_and(|(moves, _)| *moves > 0),
            before: before.map(|(_, said)| said),
            ..Self::going(session, ctx)
        }
    }

    /// Reads nothing but how far it is and how fast it goes.
    pub fn going(session: &Session, ctx: &mut Ctx<'_>) -> Self {
        let progress = ctx.store.session_progress(session, ctx.stamp.now);
        Self { progress: ctx.desk.or_default(progress), ..Self::default() }
    }

    /// Whether the session before this one moved somebody.
    pub fn moved_before(&self) -> bool {
        self.moves_before
    }

    /// How many clients are decided on, and how many there are.
    pub fn counts(&self) -> (i64, i64) {
        (self.progress.done, self.progress.total)
    }

    /// Draws it from the top of an area; the answer is how many rows it took.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
        let wide = usize::from(area.width);
        let mut lines = vec![self.states(canvas.look)];
        if area.height >= TIGHT {
            lines.push(vec![(Role::Dim, self.about.clone())]);
        }
        lines.push(self.pace(canvas.look, wide));
        if area.height >= TIGHT && self.progress.owners.len() > 1 {
            lines.push(vec![(Role::Dim, self.owners(canvas.look))]);
        }
        lines.extend(self.proposals.iter().map(|said| vec![(Role::Near, said.clone())]));
        lines.extend(self.before.iter().map(|said| vec![(Role::Title, said.clone())]));
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        for (row, line) in (0..area.height).zip(lines) {
            let pieces: Vec<(Role, Words<'_>)> = line.into_iter().map(|(role, piece)| (role, piece.into())).collect();
            canvas.pieces(row_of(area, row), &pieces);
        }
        rows.min(area.height)
    }

    /// The states a session goes through, the present one in brackets.
    fn states(&self, look: &Look) -> Pieces {
        let between = match look.glyphs {
            Glyphs::Unicode => " \u{203a} ",
            Glyphs::Ascii => " > ",
        };
        let mut pieces = Vec::new();
        for (phase, name) in
            [(Phase::Setup, "Setup"), (Phase::Proposals, "Proposals"), (Phase::Live, "Live"), (Phase::Final, "Final")]
        {
            if !pieces.is_empty() {
                pieces.push((Role::Dim, between.to_owned()));
            }
            pieces.push(match self.phase == Some(phase) {
                true => (Role::TabActive, format!("[{name}]")),
                false => (Role::Dim, name.to_owned()),
            });
        }
        pieces.push((Role::Dim, format!("   {}", self.as_of)));
        pieces
    }

    /// Done of all with a bar, the time used and the time left.
    pub fn pace(&self, look: &Look, wide: usize) -> Pieces {
        let (done, total) = self.counts();
        let bar = if wide < 70 { BAR / 2 } else { BAR };
        let full = if total > 0 { (done * bar / total).clamp(0, bar) } else { 0 };
        let signs = |sign: &str, many: i64| sign.repeat(usize::try_from(many).unwrap_or(0));
        let number = |n| look.formats.number(n);
        let mut pieces = vec![
            (Role::Title, format!("{} / {} decided  ", number(done), number(total))),
            (Role::Good, signs(look.glyphs.bar().0, full)),
            (Role::Dim, signs(look.glyphs.dot(), bar - full)),
        ];
        if done > 0 {
            let mut said = format!("  {} used", span(self.progress.pace.used));
            if let Some(left) = self.progress.pace.left.filter(|_| done < total) {
                let about = if left.num_minutes() > 0 { "about " } else { "" };
                said.push_str(&format!(", {about}{} left", span(left)));
            }
            pieces.push((Role::Text, said));
        }
        if total > 0 && done >= total {
            pieces.push((Role::Good, "  everything is decided".to_owned()));
        }
        pieces
    }

    fn owners(&self, look: &Look) -> String {
        let number = |n| look.formats.number(n);
        let owners = self.progress.owners.iter().map(|owner| {
            format!("{} {}/{}", owner.owner.as_deref().unwrap_or("nobody's"), number(owner.done), number(owner.total))
        });
        owners.collect::<Vec<_>>().join(&format!(" {} ", dot(look)))
    }
}

fn dot(look: &Look) -> &'static str {
    look.glyphs.dot()
}

/// Whose proposals came in, and whose are awaited; none where nobody is asked, or nothing is blind any more.
fn proposals(session: &Session, phase: Phase, voters: &[String]) -> Option<String> {
    if session.revealed.is_some() || (voters.is_empty() && phase == Phase::Live) {
        return None;
    }
    let is_in = |name: &String| voters.iter().any(|voter| fold(voter) == fold(name));
    let awaited: Vec<&str> = session.participants.iter().filter(|name| !is_in(name)).map(String::as_str).collect();
    if voters.is_empty() && awaited.is_empty() {
        return None;
    }
    if voters.is_empty() {
        return Some(format!("Proposals are blind: P writes the sheets, I merges them. Awaited: {}", awaited.join(", ")));
    }
    let came = voters.join(", ");
    let rest = if awaited.is_empty() { "V shows them to all".to_owned() } else { format!("awaited: {}", awaited.join(", ")) };
    Some(format!("Proposals are blind. In: {came}; {rest}"))
}

/// How many moves the session before made, and what became of them.
fn before(session: &Session, ctx: &mut Ctx<'_>) -> Option<(usize, String)> {
    let last = ctx.store.closed_before(session);
    let last = ctx.desk.or_default(last)?;
    let moves = ctx.store.replay(session, session.as_of);
    let moves = ctx.desk.or_default(moves);
    let many = |verdict: Verdict| moves.iter().filter(|row| row.verdict == verdict).count();
    let (held, not, unknown) = (many(Verdict::Held), many(Verdict::NotHeld), many(Verdict::Unknown));
    let word = if moves.len() == 1 { "move" } else { "moves" };
    let dash = match ctx.look.glyphs {
        Glyphs::Unicode => "\u{2014}",
        Glyphs::Ascii => "-",
    };
    let said = format!("{held} held, {not} not held, {unknown} unknown; L shows them");
    let said = if moves.is_empty() { "nothing was moved".to_owned() } else { said };
    Some((moves.len(), format!("Last session, {}: {} {word} {dash} {said}", last.name, moves.len())))
}
