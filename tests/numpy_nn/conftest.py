"""Fixtures of these tests, which tools/mutation copies without those of the folder above."""

from eager_keras import eager as eager
