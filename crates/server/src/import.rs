//! `concord import`: its words come from the message files, in the language asked for.

use concord_app::import::{self, ImportError, Job, Message, Purpose};
use concord_app::kit::messages::Lang;

use crate::cli::ImportArgs;
use crate::house::{House, Use};
use crate::logs::{self, Amount};
use crate::progress::Progress;
use crate::settings;
use crate::{Ended, say};

/// Offers a mapping where none is given, else takes over the rows.
pub fn run(args: ImportArgs) -> anyhow::Result<Ended> {
    let settings = settings::settle_alone(&args.house)?;
    logs::start(settings.log, Amount::Warn);
    let purpose = if args.dry_run { Purpose::DryRun } else { Purpose::File };
    let usage = if args.dry_run || args.mapping.is_none() { Use::Beside } else { Use::Alone };
    let house = House::open(&settings, usage)?;
    let ended = args.files.iter().try_fold(Ended::Well, |ended, file| {
        Ok::<_, anyhow::Error>(match one(&house, &args, file, purpose)? {
            Ended::Well => ended,
            other => other,
        })
    });
    house.close();
    ended
}

fn one(house: &House, args: &ImportArgs, file: &std::path::Path, purpose: Purpose) -> anyhow::Result<Ended> {
    let lang: Lang = args.lang.into();
    let speak = import::sayer(house.desk.templates.messages(), lang);
    let Some(mapping_file) = &args.mapping else {
        return match import::offer(&house.desk, file, lang) {
            Ok(offer) => {
                say::line(&offer.text);
                Ok(Ended::Well)
            }
            Err(error) => {
                error.messages().iter().for_each(|message| say::problem(&speak(message)));
                Ok(Ended::WithFault)
            }
        };
    };
    let job = Job { file, mapping_file, lang, purpose };
    let mut progress = Progress::begin(&file.display().to_string());
    let outcome = import::run(&house.desk, &job, &mut |at| progress.at(at.position, at.size));
    progress.end();
    match outcome {
        Ok(outcome) => {
            outcome.messages(purpose).iter().for_each(|message: &Message| say::line(&speak(message)));
            Ok(Ended::Well)
        }
        Err(error) => {
            error.messages().iter().for_each(|message| say::problem(&speak(message)));
            let usage = matches!(error, ImportError::Mapping(_));
            Ok(if usage { Ended::WithWrongUsage } else { Ended::WithFault })
        }
    }
}
