//! What lies over a page of an import: the list of fields, and lines that are asked for; and what pressing a line does.

use std::path::PathBuf;

use super::asked::{Answered, Asked, For};
use super::columns::header_of;
use super::fields::{Chooser, Chosen};
use super::pick::{Pick, Way};
use super::plan::{Plan, Then};
use super::wizard::{Over, Part, Wizard};
use crate::console::dialogs::plan as planning;
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Input, Message, Step, Task, Tone};
use crate::domain::text::Shown;
use crate::exchange::import::saved::save;
use crate::exchange::refused::Asks;

impl Wizard {
    /// Opens, or does, what a line stands for.
    pub(super) fn press(&mut self, pick: Pick, ctx: &mut Ctx<'_>) -> Step {
        match pick {
            Pick::Column(at) => {
                if let Some(plan) = &self.plan {
                    let now = plan.lacking().or_else(|| plan.field(at));
                    let chooser = Chooser::new(at, &header_of(plan, at), plan.fields.clone(), now);
                    self.over = Some(Over::Fields(chooser));
                }
                Step::Stay
            }
            Pick::Rejects => {
                if let Some(plan) = &self.plan {
                    let hint = "A new file beside the one imported, or wherever you like; left empty, they are not written.";
                    let asked = Asked::new(For::Rejects, "Where do refused rows go?", hint, &plan.rejects.to_string_lossy());
                    self.over = Some(Over::Line(asked));
                }
                Step::Stay
            }
            Pick::PlaceNow => match &mut self.closing {
                Some(closing) if !closing.under_way => {
                    closing.under_way = true;
                    Step::Work(Task::PlaceProposed)
                }
                Some(_) | None => Step::Stay,
            },
            Pick::PlanNow => match planning::open(ctx) {
                Ok(layer) => Step::Push(layer),
                Err(message) => Step::Say(message),
            },
            Pick::TakeBack => Step::Perform(Action::Undo),
            Pick::Scale(at) => {
                if let Some(plan) = &self.plan {
                    let hint = "From the worst to the best, 0..100, or what each word stands for: red=1,yellow=3,green=5. \
                                Left empty, the cells are scores already.";
                    let now = plan.scale(at).map_or_else(|| words_of(plan, at), ToString::to_string);
                    let title = format!("The scale of “{}”", header_of(plan, at));
                    self.over = Some(Over::Line(Asked::new(For::Scale(at), &title, hint, &now)));
                }
                Step::Stay
            }
            Pick::Keep => {
                let hint = "The next file with this header is understood alike. Small letters, digits, - and _.";
                self.over = Some(Over::Line(Asked::new(For::Name, "Keep these columns under a name", hint, "")));
                Step::Stay
            }
            Pick::Sheet => {
                if let Some(plan) = &mut self.plan {
                    plan.take_sheet();
                    self.part = Part::Next;
                }
                Step::Stay
            }
            Pick::Subject | Pick::Answer(..) | Pick::Existing => self.step(pick, Way::On),
            Pick::Place | Pick::Plan | Pick::Doubles | Pick::Double(_) => self.step(pick, Way::On),
        }
    }

    /// Deals with an input to what lies over the page.
    pub(super) fn over(&mut self, input: &Input, ctx: &mut Ctx<'_>) -> Step {
        match &mut self.over {
            Some(Over::Fields(chooser)) => match chooser.act(input, ctx.hits) {
                Chosen::Stay => Step::Stay,
                Chosen::Leave => {
                    self.over = None;
                    Step::Stay
                }
                Chosen::Take(field) => {
                    let at = chooser.column;
                    self.over = None;
                    // What was lacking is said: on with it.
                    if field.is_some() && self.plan.as_ref().is_some_and(|plan| plan.lacking() == field.as_ref()) {
                        self.part = Part::Next;
                    }
                    let then = self.plan.as_mut().map_or(Then::Nothing, |plan| plan.fill(at, field.as_ref()));
                    self.then(then)
                }
            },
            Some(Over::Line(asked)) => match asked.act(input, ctx.hits) {
                Answered::Stay => Step::Stay,
                Answered::Leave => {
                    self.over = None;
                    Step::Stay
                }
                Answered::Take(line) => {
                    let what = asked.what;
                    match self.taken(what, &line, ctx) {
                        Ok(then) => {
                            self.over = None;
                            self.then(then)
                        }
                        Err(why) => {
                            if let Some(Over::Line(asked)) = &mut self.over {
                                asked.wrong = Some(Shown::line(&why));
                            }
                            Step::Stay
                        }
                    }
                }
            },
            None => Step::Stay,
        }
    }

    /// Takes a line asked for, or says what is wrong with it.
    fn taken(&mut self, what: For, line: &str, ctx: &Ctx<'_>) -> Result<Then, String> {
        let Some(plan) = &mut self.plan else { return Ok(Then::Nothing) };
        match what {
            For::Rejects if line.is_empty() => plan.written = false,
            For::Rejects => {
                let below = line.strip_prefix("~/").zip(ctx.desk.home.as_deref());
                let path = below.map_or_else(|| PathBuf::from(line), |(rest, home)| home.join(rest));
                if path.exists() {
                    return Err("there is something of that name already".to_owned());
                }
                if path.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
                    return Err("there is no such folder".to_owned());
                }
                (plan.rejects, plan.written) = (path, true);
            }
            For::Name => {
                let folder = ctx.desk.mappings.as_deref().ok_or("there is no folder of settings to keep it in")?;
                let saved = plan.saved(line)?;
                save(folder, &saved).map_err(|error| error.to_string())?;
                self.said = Some(Message::new(Tone::Good, &format!("kept as “{line}”")));
            }
            For::Scale(at) => {
                plan.put_scale(at, line)?;
                let options = plan.orders.options.clone();
                plan.looked.choose(&options);
                self.answered();
                return Ok(Then::Columns);
            }
        }
        Ok(Then::Nothing)
    }
}

/// The words of a column of scores, each to be given its score.
fn words_of(plan: &Plan, at: usize) -> String {
    let question = plan.asked.iter().find(|question| question.asks == Asks::Scale && plan.column_of(question) == Some(at));
    let words = question.filter(|question| question.seen.iter().all(|value| value.parse::<f64>().is_err()));
    words.map_or_else(String::new, |question| question.seen.iter().map(|word| format!("{word}=")).collect::<Vec<_>>().join(","))
}
