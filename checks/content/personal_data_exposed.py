from __future__ import annotations

from checks.base import Context, check
from monitor.domain.exposed import PersonalData
from monitor.domain.finding import Facts, Verdict, failed, not_applicable, passed
from monitor.domain.personal import PersonalKind

_ORDER = (PersonalKind.IDENTITY, PersonalKind.CARD, PersonalKind.MOBILE)


@check(
    id="personal-data-exposed",
    reads=PersonalData,
    at_once=("identity", "card"),
    preview=True,
)
def personal_data_exposed(data: PersonalData, context: Context) -> Verdict:
    """A page, an attached file or a post shows personal numbers to everybody.

    Reads the text of every page, of what accounts post and repeat, and of attached pdf, docx, xlsx, txt
    and csv files (up to 10 MB, read whole): resident ids by division, day of birth and check digit (GB
    11643; full-width digits and the usual groups too, without a caption where two stand together and
    all are right; those of 15 places only under a caption), bank cards by issuer, check digit and
    caption, mobile numbers where they stand in a list of private persons, in a letter's own words or
    beside an id. Social credit codes, serial and document numbers, masked numbers, examples, accounts
    of offices, published contacts and lists that name people to punish them (失信, 悬赏) are none. What
    is cited is masked.
    Cannot see: what is a picture (scanned files are 未能核验, like old doc and xls files and those under
    a password), whether the person agreed or a law demands the publication: a person decides.

    Source: 国办发〔2018〕23号 2018年政务公开工作要点: 除惩戒公示、强制性信息披露外, 涉及个人隐私的政府
    信息公开时要去标识化处理 (as the press cites it). No national row counts it.
    """
    if data.removed:
        return not_applicable("removed")
    facts: Facts = {f"{kind.value}_numbers": data.count(kind) for kind in _ORDER}
    named: Facts = {"form": data.form, "title": data.title or None}
    for one in sorted(data.exposures, key=lambda exposure: _ORDER.index(exposure.kind)):
        example: Facts = {"count": one.count, "example": one.example}
        match one.kind:
            case PersonalKind.IDENTITY:
                return failed("identity", **example, **facts, **named)
            case PersonalKind.CARD:
                return failed("card", **example, **facts, **named)
            case PersonalKind.MOBILE:
                return failed("mobile", **example, **facts, **named)
    return passed("ok", **facts)
