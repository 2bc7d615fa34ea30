use super::picture;

const MEGABYTE: usize = 1_000_000;

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    pub kind: MediaKind,
    /// Such as `image/jpeg`.
    pub media_type: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    Image,
    Document,
    Audio,
    Video,
}

impl MediaKind {
    /// Largest size, in bytes.
    pub const fn limit(self) -> usize {
        match self {
            Self::Image => 20 * MEGABYTE,
            Self::Document => 30 * MEGABYTE,
            Self::Audio => 50 * MEGABYTE,
            Self::Video => 200 * MEGABYTE,
        }
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    #[error("the file is empty")]
    Empty,
    /// `limit` in bytes.
    #[error("the file is larger than {limit} bytes")]
    TooLarge { limit: usize },
    /// Apple's picture format, which most browsers cannot show: the phone can send JPEG instead.
    #[error("HEIC pictures cannot be shown everywhere")]
    Heic,
    /// Neither picture, PDF, sound nor film of the kinds that are taken.
    #[error("this kind of file is not taken")]
    Unsupported,
    /// The name says one kind, the content is of another.
    #[error("the file is not what its name says")]
    NotAsNamed,
    /// Begins like its kind but cannot be read.
    #[error("the file is damaged")]
    Damaged,
    /// A picture of more pixels than any camera makes.
    #[error("the picture has too many pixels")]
    TooManyPixels,
}

/// Finds out what a file is from its first bytes and checks its size. The name can only contradict, never decide.
///
/// # Errors
/// [`FileRefusal`].
pub fn inspect(bytes: &[u8], claimed_name: &str) -> Result<Media, FileRefusal> {
    if bytes.is_empty() {
        return Err(FileRefusal::Empty);
    }
    let found = infer::get(bytes).ok_or(FileRefusal::Unsupported)?.mime_type();
    let (kind, media_type) = match found {
        "image/jpeg" => (MediaKind::Image, "image/jpeg"),
        "image/png" => (MediaKind::Image, "image/png"),
        "image/webp" => (MediaKind::Image, "image/webp"),
        "image/gif" => (MediaKind::Image, "image/gif"),
        "image/heif" | "image/heic" | "image/avif" => return Err(FileRefusal::Heic),
        "application/pdf" => (MediaKind::Document, "application/pdf"),
        "audio/mpeg" => (MediaKind::Audio, "audio/mpeg"),
        "audio/m4a" => (MediaKind::Audio, "audio/mp4"),
        "audio/aac" => (MediaKind::Audio, "audio/aac"),
        "audio/ogg" => (MediaKind::Audio, "audio/ogg"),
        "audio/x-wav" => (MediaKind::Audio, "audio/wav"),
        "audio/amr" => (MediaKind::Audio, "audio/amr"),
        "video/mp4" => (MediaKind::Video, "video/mp4"),
        "video/webm" if !shows_pictures(bytes) => (MediaKind::Audio, "audio/webm"),
        _ => return Err(FileRefusal::Unsupported),
    };
    if bytes.len() > kind.limit() {
        return Err(FileRefusal::TooLarge { limit: kind.limit() });
    }
    if named_kind(claimed_name).is_some_and(|named| !agree(named, kind)) {
        return Err(FileRefusal::NotAsNamed);
    }
    match kind {
        MediaKind::Image => picture::measure(bytes)?,
        // The end mark stands within the last kilobyte; without it the upload broke off.
        MediaKind::Document if !bytes[bytes.len().saturating_sub(1024)..].windows(5).any(|w| w == b"%%EOF") => {
            return Err(FileRefusal::Damaged);
        }
        _ => {}
    }
    Ok(Media { kind, media_type })
}

/// Whether a WebM file has a track of moving pictures: browsers record voices in the same container, without one. Tracks
/// are named before the first sound.
fn shows_pictures(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    head.windows(3).any(|w| w == b"V_V" || w == b"V_A" || w == b"V_M")
}

/// Phones use the endings of one container for sound and film alike.
fn agree(named: MediaKind, found: MediaKind) -> bool {
    let moving = |kind| matches!(kind, MediaKind::Audio | MediaKind::Video);
    named == found || (moving(named) && moving(found))
}

fn named_kind(name: &str) -> Option<MediaKind> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "webp" | "gif" => MediaKind::Image,
        "pdf" => MediaKind::Document,
        "mp3" | "m4a" | "aac" | "ogg" | "oga" | "opus" | "wav" | "amr" | "weba" | "webm" => MediaKind::Audio,
        "mp4" | "mov" | "3gp" => MediaKind::Video,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_that_is_not_taken_is_refused_whatever_its_name() {
        for (bytes, name) in [
            (&b"<!DOCTYPE html><script>alert(1)</script>"[..], "photo.jpg"),
            (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00", "report.pdf"),
            (b"PK\x03\x04 an archive", "files.zip"),
            (b"just words", "words.txt"),
        ] {
            assert_eq!(inspect(bytes, name), Err(FileRefusal::Unsupported), "{name}");
        }
        assert_eq!(inspect(b"", "empty.jpg"), Err(FileRefusal::Empty));
    }

    #[test]
    fn heic_is_refused_with_its_own_reason() {
        let heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic";
        assert_eq!(inspect(heic, "IMG_1.HEIC"), Err(FileRefusal::Heic));
    }

    #[test]
    fn a_pdf_that_is_cut_short_or_called_a_picture_is_refused() {
        let whole = b"%PDF-1.4 some content %%EOF";
        assert_eq!(inspect(whole, "a.pdf").unwrap().media_type, "application/pdf");
        assert_eq!(inspect(b"%PDF-1.4 some con", "a.pdf"), Err(FileRefusal::Damaged));
        assert_eq!(inspect(whole, "a.jpg"), Err(FileRefusal::NotAsNamed));
    }

    #[test]
    fn sound_from_a_phone_is_taken() {
        let (amr, wav) = (b"#!AMR\n voice", b"RIFF\x24\x00\x00\x00WAVEfmt ");
        assert_eq!(inspect(amr, "voice.amr").unwrap().kind, MediaKind::Audio);
        assert_eq!(inspect(wav, "voice.wav").unwrap().media_type, "audio/wav");
        let webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm A_OPUS";
        let recorded = |tracks: &[u8]| [&webm[..], tracks, &[0; 256]].concat();
        assert_eq!(inspect(&recorded(b""), "voice.webm").unwrap().media_type, "audio/webm");
        assert_eq!(inspect(&recorded(b" V_VP9"), "film.webm"), Err(FileRefusal::Unsupported));
        let m4a = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42";
        assert_eq!(inspect(m4a, "voice.m4a").unwrap().media_type, "audio/mp4");
    }

    #[test]
    fn a_file_over_its_kinds_limit_is_refused() {
        let mut pdf = b"%PDF-1.4".to_vec();
        pdf.resize(MediaKind::Document.limit(), b' ');
        pdf.extend_from_slice(b"%%EOF");
        assert_eq!(inspect(&pdf, "a.pdf"), Err(FileRefusal::TooLarge { limit: 30_000_000 }));
    }
}
