"""Where a statement stands: support, wish, complaint, question, or not told.

A multinomial logistic regression over groups of cues (praise, lack, wishing, asking, ...), signs of
form (a question mark, how the sentence opens) and, where the encoder it was trained with speaks,
the statement's vector. Trained by `tools/train_stances.py` on our own labelled statements. It reads
wording, not intent: irony, and reproach dressed as a question, escape it; where no stance is likely
enough it says `unknown`.
"""
