# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a claim or with a statement about it."""

from schakel.koers.failures import N_, Failure


class WrongInstrument(Failure):
    """Jobs or firms are claimed for a brand or campaign."""

    template = N_("“{name}” is a brand or campaign: its result is reach or awareness, never jobs or firms.")
    cure = N_(
        "Register reach or awareness instead, or register the jobs or firms at the initiative that "
        "brought them about."
    )


class OnlyCampaigns(Failure):
    """Jobs or firms are claimed for an initiative whose only outputs are campaigns."""

    template = N_(
        "The only outputs of “{name}” are campaigns: their result is reach or awareness, never jobs or firms."
    )
    cure = N_(
        "Register reach or awareness instead, or register first what else the initiative did that "
        "could lead to jobs or firms."
    )


class InvestorMissing(Failure):
    """An investment without saying whose money it is."""

    template = N_("An investment needs to say whether the investor is public or private.")
    cure = N_("Choose one; when both invested, register two results.")


class OnlyForInvestment(Failure):
    """An investor where nothing was invested."""

    template = N_("Only an elicited investment has an investor.")
    cure = N_("Leave the investor empty, or choose investment as the kind of result.")


class UnitMissing(Failure):
    """A result without a unit."""

    template = N_("The result needs a unit, such as jobs or firms.")
    cure = N_("Fill in what is counted.")


class ResultOfNothing(Failure):
    """A result that belongs to no initiative and no programme."""

    template = N_("The result belongs to no initiative and no source of money.")
    cure = N_("Choose at least one of the two.")


class SourceMissing(Failure):
    """A statement without a source."""

    template = N_("Every statement needs a source: the document or report in which it was said.")
    cure = N_("Fill in the source.")


class MethodMissing(Failure):
    """A realised result without a method."""

    template = N_("A realised result needs to say how its amount was found.")
    cure = N_("Choose the method; when nobody knows how, it stays a promise or an expectation.")


class RepeatsTheTarget(Failure):
    """A realised amount that is the promised amount, and nobody measured it."""

    template = N_("The realised amount {amount} repeats the target: it is exactly what was promised.")
    cure = N_("Say how it was counted, or enter what was counted; a target that is repeated is no result.")


class NotIndependent(Failure):
    """A verification by the claimant's own count or statement."""

    template = N_("Verified means found in a public register or established by an independent party.")
    cure = N_("Choose one of those two methods, or enter it as realised.")


class EvidenceMissing(Failure):
    """A verification without anything to look at."""

    template = N_("A verified result needs evidence that others can look at.")
    cure = N_("Add a file or the address of a page.")


class VerifiesItself(Failure):
    """A verification by nobody, or by the one who claims the result."""

    template = N_("A result is verified by another than “{name}”, who claims it.")
    cure = N_("Fill in who verified it; when the claimant counted it, enter it as realised.")


class VerifierMissing(Failure):
    """A verification by nobody."""

    template = N_("It is not said who verified the result.")
    cure = N_("Fill in who verified it.")


class BelowZero(Failure):
    """A negative amount."""

    template = N_("The amount {amount} of a result cannot be below zero.")
    cure = N_("Enter the result itself, not the change since an earlier statement.")


class NotYet(Failure):
    """A statement from the future."""

    template = N_("The statement is dated {on}, and that day is still to come.")
    cure = N_("Enter the date on which it was said.")


class ReasonMissing(Failure):
    """A correction without a reason."""

    template = N_("It is not said what was wrong.")
    cure = N_("Write in a few words which typing error this repairs.")


class AlreadyCorrected(Failure):
    """A statement that was corrected before."""

    template = N_("This statement was corrected already.")
    cure = N_("Open the corrected one and correct that.")


class AlreadyWithdrawn(Failure):
    """A withdrawal that is corrected or withdrawn."""

    template = N_("This statement was taken back.")
    cure = N_("Add it again as a new statement.")


class DifferentResults(Failure):
    """Claims of another kind, unit or investor."""

    template = N_(
        "“{first}” and “{second}” differ in kind, unit or investor, so they are not the same result."
    )
    cure = N_("Choose another result, or correct the kind first.")


class GoesInCircles(Failure):
    """Claims that point at each other."""

    template = N_("“{second}” is said to be the same as “{first}” already; both would then count nowhere.")
    cure = N_("Choose the result that should count, or undo the other first.")


class MeaningIsFixed(Failure):
    """The kind, unit or investor of a claim changes under what was said about it."""

    template = N_(
        "What “{name}” counts cannot change: amounts were stated about it, or it is the same as another."
    )
    cure = N_(
        "Register another result with the right kind and unit, and withdraw the statements of this one."
    )
